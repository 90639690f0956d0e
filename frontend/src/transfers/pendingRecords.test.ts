import { storage } from '../testing/render';
import { PendingRecords } from './pendingRecords';

describe('PendingRecords', () => {
  it('are stored for all windows', () => {
    const kept = storage();
    new PendingRecords(kept, 'name').add('job', 'work/a.ipynb');
    expect(new PendingRecords(kept, 'name').notebookOf('job')).toBe('work/a.ipynb');
    expect(new PendingRecords(kept, 'another Jupyter').notebookOf('job')).toBeNull();
  });

  it('are removed with their transfers, unless they are recent', () => {
    let now = 0;
    const claims = new PendingRecords(storage(), 'name', () => now);
    claims.add('known', 'a.ipynb');
    claims.add('forgotten', 'a.ipynb');
    now = 30_000;
    claims.forgetOthers(new Set(['known']));
    expect(claims.all).toHaveLength(2);
    now = 61_000;
    claims.forgetOthers(new Set(['known']));
    expect(claims.all.map(each => each.job)).toEqual(['known']);
  });

  it.each(['nonsense', '{"a": 1}', 'null'])('survive what others have written there: %s', text => {
    const kept = storage();
    kept.setItem('name', text);
    const claims = new PendingRecords(kept, 'name');
    claims.add('job', 'a.ipynb');
    expect(claims.notebookOf('job')).toBe('a.ipynb');
  });

  it('work with a browser that stores nothing', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      }
    };
    const claims = new PendingRecords(full, 'name');
    claims.add('job', 'a.ipynb');
    expect(claims.all).toEqual([]);
  });
});
