import { storage } from '../../testing/render';
import { BrowserStorage, BrowserStore } from './browserStore';
import { LastingStore } from './lastingStore';

const DAY = 24 * 60 * 60 * 1000;
const idOf = ({ key }: Record<string, unknown>) => String(key);

describe('LastingStore', () => {
  let shared: BrowserStorage;
  let now: number;
  beforeEach(() => {
    shared = storage();
    now = 1_000 * DAY;
  });

  /** A store of a list, in a new browser tab unless the tab is given. */
  function list(tab = storage()): LastingStore {
    return new LastingStore([tab, 'drafts', 1], new BrowserStore(shared, 'kept', 1), idOf, () => now);
  }

  function single(tab = storage()): LastingStore {
    return new LastingStore([tab, 'form', 1], new BrowserStore(shared, 'kept', 1), undefined, () => now);
  }

  it('keeps a value for a new tab', () => {
    const before = single();
    expect(before.read()).toBeNull();
    before.write({ url: 'openbis.example.org' });
    expect(single().read()).toEqual({ url: 'openbis.example.org' });
    before.write(null);
    expect(single().read()).toBeNull();
  });

  it('prefers the value of its own tab', () => {
    const tab = storage();
    single(tab).write({ url: 'a' });
    single().write({ url: 'b' });
    expect(single(tab).read()).toEqual({ url: 'a' });
    expect(single().read()).toEqual({ url: 'b' });
  });

  it('forgets what was not changed for two weeks', () => {
    const store = list();
    store.read();
    store.writeLast([{ key: 'old' }]);
    now += 10 * DAY;
    store.writeLast([{ key: 'old' }, { key: 'new' }]);
    now += 5 * DAY;
    expect(list().read()).toEqual([{ key: 'new' }]);
  });

  it('keeps the items that other tabs have changed, added or removed', () => {
    const first = list();
    first.read();
    first.writeLast([{ key: 'a' }, { key: 'b' }]);
    const second = list();
    expect(second.read()).toEqual([{ key: 'a' }, { key: 'b' }]);
    first.writeLast([{ key: 'b' }]); // `a` was sent
    second.writeLast([{ key: 'a' }, { key: 'b', notes: 'more' }]);
    first.writeLast([{ key: 'b' }, { key: 'c' }]);
    expect(list().read()).toEqual([{ key: 'b', notes: 'more' }, { key: 'c' }]);
  });

  it('does not bring back after a reload what another tab has removed', () => {
    const tab = storage();
    const first = list(tab);
    first.read();
    first.writeLast([{ key: 'a' }]);
    const second = list();
    second.read();
    second.writeLast([]);
    const reloaded = list(tab);
    expect(reloaded.read()).toEqual([{ key: 'a' }]);
    reloaded.writeLast([{ key: 'a' }, { key: 'b' }]);
    expect(list().read()).toEqual([{ key: 'b' }]);
  });

  it.each(['nonsense', '{"version": 1, "value": [1, {"id": 2}, null]}', '{"version": 1, "value": {}}'])(
    'ignores invalid values: %s',
    text => {
      shared.setItem('kept', text);
      expect(list().read()).toBeNull();
      expect(single().read()).toBeNull();
    }
  );

  it('works in the tab alone if the shared storage is full', () => {
    shared.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    const tab = storage();
    list(tab).writeLast([{ key: 'a' }]);
    expect(list(tab).read()).toEqual([{ key: 'a' }]);
    expect(list().read()).toBeNull();
  });
});
