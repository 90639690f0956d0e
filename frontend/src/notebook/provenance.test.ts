import { Download } from '../api';
import { FakeNotebook } from '../testing/fakeHost';
import {
  downloadsOf,
  folderOfDownload,
  historyIdOf,
  parentsOf,
  recordDownloads,
  recordHistoryId,
  recordUpload,
  uploadsOf
} from './provenance';

const ROOT = '/home/alice';

function download(permId: string, path: string, files = ['original/a.csv']): Download {
  return {
    permId,
    path,
    files,
    url: 'https://openbis.example.org',
    dataStore: 'DSS1',
    location: 'AB/CD/1',
    size: 7,
    statusText: `Data for DataSet ${permId} was successfully downloaded to: ${path}`,
    fetched: { files: 1, bytes: 7 }
  };
}

const notebook = (metadata = {}) => new FakeNotebook('work/analysis.ipynb', metadata);

describe('recordDownloads', () => {
  it('writes what the published front ends write, but relative to the notebook', () => {
    const noted = notebook();
    recordDownloads(noted, ROOT, [download('1-1', '/home/alice/work/raw/1-1')]);
    expect(noted.metadata.datasets).toEqual({
      '1-1': {
        permId: '1-1',
        url: 'https://openbis.example.org',
        path: 'raw/1-1',
        dataStore: 'DSS1',
        location: 'AB/CD/1',
        size: 7,
        files: ['original/a.csv'],
        status: 'Data for DataSet 1-1 was successfully downloaded to: raw/1-1'
      }
    });
  });

  it.each(['/home/alice/work/1-1', '/home/alice/data/1-1', '/scratch/alice/1-1'])(
    'never tells the home directory: %s',
    path => {
      const noted = notebook();
      recordDownloads(noted, ROOT, [download('1-1', path)]);
      expect(JSON.stringify(noted.metadata)).not.toContain('alice');
    }
  );

  it('gives no path to what lies outside of Jupyter', () => {
    const noted = notebook();
    recordDownloads(noted, ROOT, [download('1-1', '/scratch/1-1')]);
    expect(downloadsOf(noted)[0]).not.toHaveProperty('path');
    expect(folderOfDownload(noted, ROOT, downloadsOf(noted)[0])).toBeNull();
  });

  it('keeps the order and has each data set once', () => {
    const noted = notebook({ datasets: { '9-9': { permId: '9-9' } } });
    const at = (permId: string) => download(permId, `/home/alice/work/${permId}`);
    recordDownloads(noted, ROOT, [at('2-2'), at('1-1')]);
    recordDownloads(noted, ROOT, [download('2-2', '/home/alice/elsewhere/2-2')]);
    expect(parentsOf(noted)).toEqual(['9-9', '2-2', '1-1']);
    expect(downloadsOf(noted)[1].path).toBe('../elsewhere/2-2');
  });

  it('says that it keeps the names of some files only', () => {
    const noted = notebook();
    const names = Array.from({ length: 1200 }, (_, index) => `original/${index}`);
    recordDownloads(noted, ROOT, [download('1-1', '/home/alice/1-1', names)]);
    expect(downloadsOf(noted)[0].files).toHaveLength(1000);
    expect(downloadsOf(noted)[0].filesLeftOut).toBe(200);
  });
});

describe('folderOfDownload', () => {
  it('understands absolute paths of older notebooks, and the relative ones of today', () => {
    const noted = notebook({
      datasets: { '1-1': { path: '/home/alice/raw/1-1' }, '2-2': { path: '../raw/2-2' }, '3-3': {} }
    });
    const folders = downloadsOf(noted).map(each => folderOfDownload(noted, ROOT, each));
    expect(folders).toEqual(['raw/1-1', 'raw/2-2', null]);
  });

  it('knows no folder on a computer that is not this one', () => {
    const noted = notebook({ datasets: { '1-1': { path: 'C:\\Users\\bob\\1-1' } } });
    expect(folderOfDownload(noted, ROOT, downloadsOf(noted)[0])).toBeNull();
  });
});

it.each([null, 5, 'text', ['1-1'], undefined])('survives metadata that is something else: %j', datasets => {
  const noted = notebook({ datasets, openbis: datasets });
  expect(parentsOf(noted)).toEqual([]);
  expect(uploadsOf(noted)).toEqual({});
  recordDownloads(noted, ROOT, [download('1-1', '/home/alice/1-1')]);
  expect(parentsOf(noted)).toEqual(['1-1']);
});

test('uploads are noted beside what others keep there', () => {
  const noted = notebook({ openbis: { permIds: { '1-1': 'registered' }, other: 1 } });
  recordUpload(noted, '2-2', 'registered, too');
  expect(noted.metadata.openbis).toEqual({
    permIds: { '1-1': 'registered', '2-2': 'registered, too' },
    other: 1
  });
  expect(uploadsOf(notebook({ openbis: { permIds: ['3-3'] } }))).toEqual({ '3-3': '' });
});

test('the history id is there or null', () => {
  const noted = notebook();
  expect(historyIdOf(noted)).toBeNull();
  recordHistoryId(noted, '7f3c');
  expect(historyIdOf(noted)).toBe('7f3c');
  expect(historyIdOf(notebook({ openbisHistoryId: '' }))).toBeNull();
});
