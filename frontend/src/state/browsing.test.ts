import { OpenbisApi } from '../api';
import { FakeServer } from '../testing/fakeServer';
import { connection } from '../testing/render';
import { BrowsingModel } from './browsing';

describe('BrowsingModel', () => {
  const make = () => new BrowsingModel(new OpenbisApi(new FakeServer().send).browsing, () => 50);

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
    browsing.follow(connection({ status: 'not connected' }));
    expect(browsing.place).toBeNull();
  });

  it('goes back the way it came', () => {
    const browsing = make();
    browsing.show({ kind: 'sample', permId: 'S' });
    browsing.show({ kind: 'dataSet', permId: 'D' });
    browsing.back();
    expect(browsing.shown?.permId).toBe('S');
    browsing.back();
    expect(browsing.shown).toBeNull();
  });
});
