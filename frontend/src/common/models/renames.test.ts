import { FakeHost } from '../../testing/fakeHost';
import { allRenamed, renamed, Renames } from './renames';

describe('renamed', () => {
  it.each([
    ['a/one.ipynb', 'a/one.ipynb', 'a/two.ipynb', 'a/two.ipynb'],
    ['a/b/one.ipynb', 'a', 'c/d', 'c/d/b/one.ipynb'],
    ['ab/one.ipynb', 'a', 'c', 'ab/one.ipynb'],
    ['', 'a', 'c', ''],
    ['a', '', 'c', 'a']
  ])('makes of %j, when %j becomes %j: %j', (path, from, to, after) => {
    expect(renamed(path, { from, to })).toBe(after);
  });

  it('returns the same list if no path has changed', () => {
    const paths = ['a/x', 'b/y'];
    expect(allRenamed(paths, { from: 'c', to: 'd' })).toBe(paths);
    expect(allRenamed(paths, { from: 'a', to: 'd' })).toEqual(['d/x', 'b/y']);
  });
});

describe('Renames', () => {
  it('returns the current path of a file since a mark', () => {
    const host = new FakeHost();
    const renames = new Renames(host);
    host.rename('a', 'b');
    const { mark } = renames;
    host.rename('b', 'c');
    host.rename('c/x.ipynb', 'c/y.ipynb');
    expect(renames.current('b/x.ipynb', mark)).toBe('c/y.ipynb');
    expect(renames.current('a/x.ipynb', mark)).toBe('a/x.ipynb');
  });
});
