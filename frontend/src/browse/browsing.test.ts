import { OpenbisApi } from '../api';
import { FakeServer } from '../testing/fakeServer';
import { withTree } from '../testing/fakeTree';
import { connection } from '../testing/render';
import { TransfersModel } from '../transfers/transfers';
import { BrowsingModel } from './browsing';

describe('BrowsingModel', () => {
  let server: FakeServer;
  let transfers: TransfersModel;
  const make = () => {
    server = withTree(new FakeServer(), {});
    const api = new OpenbisApi(server.send);
    transfers = new TransfersModel(api.transfers);
    return new BrowsingModel(api.browsing, () => 50, transfers);
  };

  it('keeps its state until connection, user or login change', () => {
    const browsing = make();
    browsing.setConnection(connection());
    const first = browsing.current;
    browsing.showDetails({ kind: 'sample', permId: 'S' });
    browsing.setConnection(connection({ hostKey: 'new' }));
    expect(browsing.current).toBe(first);
    browsing.setConnection(connection({ username: 'bob' }));
    expect(browsing.current).not.toBe(first);
    expect(browsing.shown).toBeNull();
  });

  it('keeps its state when the same user logs in again', () => {
    const browsing = make();
    browsing.setConnection(connection());
    browsing.showDetails({ kind: 'sample', permId: 'S' });
    browsing.setConnection(connection({ status: 'not connected' }));
    expect(browsing.isConnected).toBe(false);
    browsing.setConnection(connection());
    expect(browsing).toMatchObject({ isConnected: true, shown: { permId: 'S' } });
  });

  it('closes details in reverse order', () => {
    const browsing = make();
    browsing.setConnection(connection());
    browsing.showDetails({ kind: 'sample', permId: 'S' });
    browsing.showDetails({ kind: 'dataSet', permId: 'D' });
    browsing.back();
    expect(browsing.shown?.permId).toBe('S');
    browsing.back();
    expect(browsing.shown).toBeNull();
    expect(browsing.lastShown?.permId).toBe('S');
  });

  it('keeps the state of each connection', () => {
    const browsing = make();
    const other = connection({ name: 'other', url: 'https://other.example.org' });
    browsing.setConnection(connection());
    const first = browsing.current;
    browsing.showDetails({ kind: 'dataSet', permId: 'D' });
    const file = { place: { connection: 'lab', permId: 'D', name: 'D', size: null }, path: 'a.csv' };
    browsing.preview(file);
    const key = browsing.viewKey;
    browsing.setConnection(other);
    expect(browsing).toMatchObject({ shown: null, previewed: null });
    browsing.setConnection(connection());
    expect(browsing.current).toBe(first);
    expect(browsing).toMatchObject({ shown: { permId: 'D' }, previewed: file, viewKey: key });
  });

  it('keeps the tree of an item until its details are closed', () => {
    const browsing = make();
    let made = 0;
    const tree = () =>
      browsing.innerTree('contents', () => ({
        number: ++made,
        refresh: async () => undefined,
        dispose: () => undefined
      }));
    browsing.setConnection(connection());
    browsing.showDetails({ kind: 'sample', permId: 'S' });
    const first = tree();
    browsing.showDetails({ kind: 'dataSet', permId: 'D' });
    expect(tree()).not.toBe(first);
    browsing.back();
    expect(tree()).toBe(first);
    browsing.back();
    browsing.showDetails({ kind: 'sample', permId: 'S' });
    expect(tree()).not.toBe(first);
  });

  it('reloads when an upload through its connection is done', async () => {
    const browsing = make();
    browsing.setConnection(connection());
    const job = { id: '1', kind: 'upload', connection: 'lab' };
    for (const state of ['running', 'done']) {
      server.on('GET', 'jobs', { jobs: [{ ...job, state }] });
      await transfers.refresh();
    }
    expect(server.asked.filter(each => each.path.startsWith('browse'))).toHaveLength(1);
  });
});
