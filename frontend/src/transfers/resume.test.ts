import { job } from '../testing/jobs';
import { connection } from '../testing/render';
import {
  canResume,
  connectionTo,
  isResumedBy,
  nameOfUnfinished,
  resumeRequest,
  unknownToJobs
} from './resume';

const UNFINISHED = {
  path: '/home/alice/work/raw/1-1',
  permId: '1-1',
  url: 'https://openbis.example.org',
  written: '2024-01-01T10:00:00+00:00',
  files: ['original/a.csv'],
  folder: '/home/alice/work/raw',
  options: {
    files: ['original/a.csv'],
    flat: false,
    overwrite: false,
    mode: 'copy' as const,
    folderNames: 'permId' as const
  }
};

test('only a later download of the same data sets to the same folder resumes one', () => {
  const first = job({ created: '2024-01-01T10:00:00' });
  const later = { created: '2024-01-01T11:00:00' };
  expect(isResumedBy(first, job(later))).toBe(true);
  expect(isResumedBy(job(later), first)).toBe(false);
  expect(isResumedBy(first, job({ ...later, folder: '/other' }))).toBe(false);
  expect(isResumedBy(first, job({ ...later, permIds: ['2-2'] }))).toBe(false);
});

test('cancelled and failed downloads can be resumed, uploads cannot', () => {
  expect(canResume(job({ state: 'cancelled' }))).toBe(true);
  expect(canResume(job({ state: 'failed' }))).toBe(true);
  expect(canResume(job({ state: 'done' }))).toBe(false);
  expect(canResume(job({ state: 'failed', kind: 'upload' }))).toBe(false);
});

describe('unknownToJobs', () => {
  const shown = (changes: object, unfinished = {}) =>
    unknownToJobs([{ ...UNFINISHED, ...unfinished }], [job({ state: 'running', ...changes })]).length;

  it.each([
    ['a running download', {}, {}, 0],
    ['one that was cancelled', { state: 'cancelled' }, {}, 0],
    ['a component of a container', { permIds: ['1-1'] }, { path: '/home/alice/work/raw/1-1/2-2' }, 0],
    ['one in a folder with a name', {}, { path: '/home/alice/work/raw/Growth (1-1)' }, 0],
    ['one with another permId in its name', {}, { path: '/home/alice/work/raw/Growth (11-1)' }, 1],
    ['one to another folder', { folder: '/home/alice' }, {}, 1],
    ['a permId that begins alike', { permIds: ['1'] }, {}, 1],
    ['Windows', { folder: 'C:\\work\\raw' }, { path: 'C:\\work\\raw\\1-1' }, 0]
  ])('%s', (_, changes, unfinished, count) => {
    expect(shown(changes, unfinished)).toBe(count);
  });
});

test('an interrupted download is resumed with the folder and options that the server returns', () => {
  expect(resumeRequest(UNFINISHED, 'lab')).toEqual({
    connection: 'lab',
    permIds: ['1-1'],
    folder: '/home/alice/work/raw',
    files: ['original/a.csv'],
    flat: false,
    overwrite: false,
    mode: 'copy',
    folderNames: 'permId',
    subjects: [{ reference: '1-1', name: null, kind: null }]
  });
});

test('the name of an interrupted download is that of its folder', () => {
  expect(nameOfUnfinished(UNFINISHED)).toBeNull();
  const named = { ...UNFINISHED, path: 'C:\\work\\Wild type (30 min) (1-1)' };
  expect(nameOfUnfinished(named)).toBe('Wild type (30 min)');
  expect(resumeRequest(named, 'lab').subjects).toEqual([
    { reference: '1-1', name: 'Wild type (30 min)', kind: null }
  ]);
});

test('the connection to the instance is preferably one that is logged in', () => {
  const out = connection({ name: 'out', status: 'not connected' });
  const other = connection({ name: 'other', url: 'https://other.example.org' });
  const url = 'https://openbis.example.org/';
  expect(connectionTo(url, [other, out, connection()])?.name).toBe('lab');
  expect(connectionTo(url, [other, out])?.name).toBe('out');
  expect(connectionTo(url, [other])).toBeNull();
});
