import { storage } from '../../testing/render';
import { BrowserStorage, BrowserStore, restored } from './browserStore';

const LONG = 'x'.repeat(150_000);

describe('BrowserStore', () => {
  it('keeps a value through a reload', () => {
    const browser = storage();
    new BrowserStore(browser, 'name', 1).write({ a: [1] });
    expect(new BrowserStore(browser, 'name', 1).read()).toEqual({ a: [1] });
    new BrowserStore(browser, 'name', 1).write(null);
    expect(browser.getItem('name')).toBeNull();
  });

  it.each(['nonsense', 'null', '[]', '{"version": 2, "value": 1}', '{"value": 1}'])(
    'reads nothing from what other programs have written: %s',
    text => {
      const browser = storage();
      browser.setItem('name', text);
      expect(new BrowserStore(browser, 'name', 1).read()).toBeNull();
    }
  );

  it('keeps the last items of a list that is too long', () => {
    const store = new BrowserStore(storage(), 'name', 1);
    store.writeLast(['first', LONG, 'last']);
    expect(store.read()).toEqual(['first', LONG, 'last']);
    store.writeLast([LONG, LONG, 'last']);
    expect(store.read()).toEqual(['last']);
    store.writeLast([LONG + LONG]);
    expect(store.read()).toBeNull();
  });

  it('works with a browser that stores nothing', () => {
    const refuse = () => {
      throw new Error('SecurityError');
    };
    const browser: BrowserStorage = { getItem: refuse, setItem: refuse, removeItem: refuse };
    const store = new BrowserStore(browser, 'name', 1);
    expect(store.write(1)).toBe(false);
    store.writeLast([1, 2]);
    expect(store.read()).toBeNull();
  });
});

describe('restored', () => {
  const example = { name: null as string | null, notes: '', files: [] as string[], isOn: true, props: {} };

  it('takes over values of the same type as in the example', () => {
    const kept = { name: 'Growth', notes: 'x', files: ['a'], isOn: false, props: { A: ['1', '2'] }, more: 1 };
    const { more, ...expected } = kept;
    expect(more).toBe(1);
    expect(restored(kept, example)).toEqual(expected);
  });

  it.each([[null], ['text'], [{ name: 1, notes: null, files: [1], isOn: 'yes', props: [] }]])(
    'takes nothing over from %j',
    kept => {
      expect(restored(kept, example)).toEqual(example);
    }
  );
});
