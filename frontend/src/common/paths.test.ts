import { belowRoot, folderOf, isAbsolute, nameOf, relativeTo, resolved } from './paths';

describe('belowRoot', () => {
  it.each([
    ['/home/alice', '/home/alice/data/raw', 'data/raw'],
    ['/home/alice/', '/home/alice/data', 'data'],
    ['/home/alice', '/home/alice', ''],
    ['/home/alice', '/home/alice/', ''],
    ['/home/alice', '/home/alice2/data', null],
    ['/home/alice', '/home', null],
    ['/home/alice', '/home/Alice/data', null],
    ['/home/alice', '/home/alice/../bob/data', null],
    ['/home/alice', '/home/alice/./a//b/../c', 'a/c'],
    ['/', '/data', 'data'],
    ['/', '/', ''],
    ['/home/alice', '/home/alice/back\\slash/C:', 'back\\slash/C:'],
    ['/home/alice', '/home/alice/two words/Größe_µm', 'two words/Größe_µm'],
    ['/home/alice', 'C:\\home\\alice\\data', null],
    ['/home/alice', 'data', null],
    ['/', 'data', null],
    ['', '/home/alice/data', null],
    ['C:\\Users\\alice', 'C:\\Users\\alice\\data\\raw', 'data/raw'],
    ['C:\\Users\\alice', 'c:\\users\\ALICE\\Data', 'Data'],
    ['C:\\Users\\alice', 'C:\\Users\\alice\\data/raw', 'data/raw'],
    ['C:/Users/alice', 'C:\\Users\\alice\\data', 'data'],
    ['C:\\', 'C:\\data', 'data'],
    ['C:\\Users\\alice', 'D:\\Users\\alice\\data', null],
    ['\\\\server\\share', '\\\\server\\share\\data', 'data'],
    ['C:\\Users\\alice', '/Users/alice/data', null]
  ])('of root %s, %s is %s', (root, absolute, path) => {
    expect(belowRoot(root, absolute)).toBe(path);
  });
});

describe('belowRoot of a file', () => {
  it.each([
    ['/home/alice', 'data/raw', '/home/alice/data/raw'],
    ['/home/alice/', 'data', '/home/alice/data'],
    ['/home/alice', '', '/home/alice'],
    ['/', 'data', '/data'],
    ['C:\\Users\\alice', 'data/raw', 'C:\\Users\\alice\\data\\raw'],
    ['C:\\', 'data', 'C:\\data'],
    ['C:/Users/alice', 'data/raw', 'C:/Users/alice/data/raw']
  ])('of root %s, %s is %s', (root, path, absolute) => {
    expect(belowRoot(root, absolute)).toBe(path);
  });
});

test.each([
  ['a/b', 'a/b/c', 'c'],
  ['a/b', 'a/b', '.'],
  ['', 'data', 'data'],
  ['', '', '.'],
  ['a/b', '', '../..'],
  ['a/b', 'a/bc', '../bc'],
  ['a/b', 'c/d', '../../c/d']
])('from %j to %j: %s, and back', (folder, path, relative) => {
  expect(relativeTo(folder, path)).toBe(relative);
  expect(resolved(folder, relative)).toBe(path);
});

test('paths outside the root folder are null', () => {
  expect(resolved('a', '../../b')).toBeNull();
});

test.each([
  ['/home', true],
  ['C:\\x', true],
  ['C:', true],
  ['\\\\server', true],
  ['data', false],
  ['', false],
  ['a:b', false]
])('%j is absolute: %s', (path, expected) => {
  expect(isAbsolute(path)).toBe(expected);
});

test('folders and names of paths', () => {
  expect([folderOf('a/b/c.ipynb'), folderOf('c.ipynb'), folderOf('')]).toEqual(['a/b', '', '']);
  expect([nameOf('a/b/c.ipynb'), nameOf('a/b/'), nameOf('')]).toEqual(['c.ipynb', 'b', '']);
});
