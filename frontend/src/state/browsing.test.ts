import { OpenbisApi } from '../api';
import { FakeServer } from '../testing/fakeServer';
import { withTree } from '../testing/fakeTree';
import { connection } from '../testing/render';
import { BrowsingModel } from './browsing';
import { TransfersModel } from './transfers';

describe('BrowsingModel', () => {
  let server: FakeServer;
  let transfers: TransfersModel;
  const make = () => {
    server = withTree(new FakeServer(), {});
    const api = new OpenbisApi(server.send);
    transfers = new TransfersModel(api.transfers);
    return new BrowsingModel(api.browsing, () => 50, transfers);
  };

  it('keeps its place until the connection, the user or the login is another', () => {
    const browsing = make();
    browsing.follow(connection());
    const first = browsing.place;
    browsing.show({ kind: 'sample', permId: 'S' });
    browsing.follow(connection({ hostKey: 'new' }));
    expect(browsing.place).toBe(first);
    browsing.follow(connection({ username: 'bob' }));
    expect(browsing.place).not.toBe(first);
    expect(browsing.shown).toBeNull();
  });

  it('keeps its place while the same user logs in again', () => {
    const browsing = make();
    browsing.follow(connection());
    browsing.show({ kind: 'sample', permId: 'S' });
    browsing.follow(connection({ status: 'not connected' }));
    expect(browsing.isConnected).toBe(false);
    browsing.follow(connection());
    expect(browsing).toMatchObject({ isConnected: true, shown: { permId: 'S' } });
  });

  it('goes back the way it came', () => {
    const browsing = make();
    browsing.show({ kind: 'sample', permId: 'S' });
    browsing.show({ kind: 'dataSet', permId: 'D' });
    browsing.back();
    expect(browsing.shown?.permId).toBe('S');
    browsing.back();
    expect(browsing.shown).toBeNull();
    expect(browsing.left?.permId).toBe('S');
  });

  it('looks again when an upload through its connection is done', async () => {
    const browsing = make();
    browsing.follow(connection());
    const job = { id: '1', kind: 'upload', connection: 'lab' };
    for (const state of ['running', 'done']) {
      server.on('GET', 'jobs', { jobs: [{ ...job, state }] });
      await transfers.refresh();
    }
    expect(server.asked.filter(each => each.path.startsWith('browse'))).toHaveLength(1);
  });
});
