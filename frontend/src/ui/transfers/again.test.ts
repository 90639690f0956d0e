import { job } from '../../testing/jobs';
import { connection } from '../../testing/render';
import { canGoOn, connectionTo, continuing, isContinuedBy, withoutTransfer } from './again';

const UNFINISHED = {
  path: '/home/alice/work/raw/1-1',
  permId: '1-1',
  url: 'https://openbis.example.org',
  written: '2024-01-01T10:00:00+00:00',
  files: ['original/a.csv', 'original/[b]*.txt']
};

test('only a later download of the same to the same place goes on with one', () => {
  const first = job({ created: '2024-01-01T10:00:00' });
  const later = { created: '2024-01-01T11:00:00' };
  expect(isContinuedBy(first, job(later))).toBe(true);
  expect(isContinuedBy(job(later), first)).toBe(false);
  expect(isContinuedBy(first, job({ ...later, folder: '/elsewhere' }))).toBe(false);
  expect(isContinuedBy(first, job({ ...later, permIds: ['2-2'] }))).toBe(false);
});

test('downloads that were cancelled or failed can go on, uploads cannot', () => {
  expect(canGoOn(job({ state: 'cancelled' }))).toBe(true);
  expect(canGoOn(job({ state: 'failed' }))).toBe(true);
  expect(canGoOn(job({ state: 'done' }))).toBe(false);
  expect(canGoOn(job({ state: 'failed', kind: 'upload' }))).toBe(false);
});

describe('withoutTransfer', () => {
  const shown = (changes: object, unfinished = {}) =>
    withoutTransfer([{ ...UNFINISHED, ...unfinished }], [job({ state: 'running', ...changes })]).length;

  it.each([
    ['a running download', {}, {}, 0],
    ['one that was cancelled', { state: 'cancelled' }, {}, 0],
    ['a component of a container', { permIds: ['1-1'] }, { path: '/home/alice/work/raw/1-1/2-2' }, 0],
    ['one to another folder', { folder: '/home/alice' }, {}, 1],
    ['a permId that begins alike', { permIds: ['1'] }, {}, 1],
    ['Windows', { folder: 'C:\\work\\raw' }, { path: 'C:\\work\\raw\\1-1' }, 0]
  ])('%s', (_, changes, unfinished, count) => {
    expect(shown(changes, unfinished)).toBe(count);
  });
});

describe('continuing', () => {
  it('asks for the very files of the manifest', () => {
    expect(continuing(UNFINISHED, 'lab')).toEqual({
      connection: 'lab',
      permIds: ['1-1'],
      folder: '/home/alice/work/raw',
      files: ['original/a.csv', 'original/[[]b][*].txt'],
      flat: false,
      overwrite: false
    });
  });

  it('sees that the folder original was left out', () => {
    expect(continuing({ ...UNFINISHED, files: ['a.csv'] }, 'lab').flat).toBe(true);
  });

  it('asks for everything when there are too many to be named', () => {
    const files = Array.from({ length: 1001 }, (_, index) => `original/${index}`);
    expect(continuing({ ...UNFINISHED, files }, 'lab').files).toEqual([]);
  });

  it.each([
    ['/1-1', '/'],
    ['C:\\data\\1-1', 'C:\\data']
  ])('of %s goes on in %s', (path, folder) => {
    expect(continuing({ ...UNFINISHED, path }, 'lab').folder).toBe(folder);
  });
});

test('a connection to the instance, better one that is logged in', () => {
  const out = connection({ name: 'out', status: 'not connected' });
  const other = connection({ name: 'other', url: 'https://other.example.org' });
  const url = 'https://openbis.example.org/';
  expect(connectionTo(url, [other, out, connection()])?.name).toBe('lab');
  expect(connectionTo(url, [other, out])?.name).toBe('out');
  expect(connectionTo(url, [other])).toBeNull();
});
