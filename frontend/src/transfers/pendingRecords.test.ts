import { storage } from '../testing/render';
import { Claims } from './claims';

describe('Claims', () => {
  it('are kept by the browser, for all windows', () => {
    const kept = storage();
    new Claims(kept, 'name').add('job', 'work/a.ipynb');
    expect(new Claims(kept, 'name').notebookOf('job')).toBe('work/a.ipynb');
    expect(new Claims(kept, 'another Jupyter').notebookOf('job')).toBeNull();
  });

  it('are forgotten with their transfers, but not before other windows have heard of these', () => {
    let now = 0;
    const claims = new Claims(storage(), 'name', () => now);
    claims.add('known', 'a.ipynb');
    claims.add('forgotten', 'a.ipynb');
    now = 30_000;
    claims.keepOnly(new Set(['known']));
    expect(claims.all).toHaveLength(2);
    now = 61_000;
    claims.keepOnly(new Set(['known']));
    expect(claims.all.map(each => each.job)).toEqual(['known']);
  });

  it.each(['nonsense', '{"a": 1}', 'null'])('survive what others have written there: %s', text => {
    const kept = storage();
    kept.setItem('name', text);
    const claims = new Claims(kept, 'name');
    claims.add('job', 'a.ipynb');
    expect(claims.notebookOf('job')).toBe('a.ipynb');
  });

  it('survive a browser that keeps nothing', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      }
    };
    const claims = new Claims(full, 'name');
    claims.add('job', 'a.ipynb');
    expect(claims.all).toEqual([]);
  });
});
