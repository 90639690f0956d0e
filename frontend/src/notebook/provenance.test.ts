import { Download } from '../api';
import { FakeNotebook } from '../testing/fakeHost';
import {
  downloadsOf,
  historyIdOf,
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
    fetched: { files: 1, bytes: 7 },
    removed: []
  };
}

const notebook = (metadata = {}) => new FakeNotebook('work/analysis.ipynb', metadata);

const permIdsOf = (noted: FakeNotebook) => downloadsOf(noted).map(each => each.permId);

describe('recordDownloads', () => {
  it('writes the format of the published front ends, with paths relative to the notebook', () => {
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
    'never contains the home directory: %s',
    path => {
      const noted = notebook();
      recordDownloads(noted, ROOT, [download('1-1', path)]);
      expect(JSON.stringify(noted.metadata)).not.toContain('alice');
    }
  );

  it('records no path outside of Jupyter', () => {
    const noted = notebook();
    recordDownloads(noted, ROOT, [download('1-1', '/scratch/1-1')]);
    expect(downloadsOf(noted)[0]).not.toHaveProperty('path');
  });

  it('keeps the order and has each data set once', () => {
    const noted = notebook({ datasets: { '9-9': { permId: '9-9' } } });
    const at = (permId: string) => download(permId, `/home/alice/work/${permId}`);
    recordDownloads(noted, ROOT, [at('2-2'), at('1-1')]);
    recordDownloads(noted, ROOT, [download('2-2', '/home/alice/other/2-2')]);
    expect(permIdsOf(noted)).toEqual(['9-9', '2-2', '1-1']);
    expect(downloadsOf(noted)[1].path).toBe('../other/2-2');
  });

  it('records the number of omitted file names', () => {
    const noted = notebook();
    const names = Array.from({ length: 1200 }, (_, index) => `original/${index}`);
    recordDownloads(noted, ROOT, [download('1-1', '/home/alice/1-1', names)]);
    expect(downloadsOf(noted)[0].files).toHaveLength(1000);
    expect(downloadsOf(noted)[0].filesLeftOut).toBe(200);
  });
});

it.each([null, 5, 'text', ['1-1'], undefined])('survives metadata that is something else: %j', datasets => {
  const noted = notebook({ datasets, openbis: datasets });
  expect(permIdsOf(noted)).toEqual([]);
  expect(uploadsOf(noted)).toEqual({});
  recordDownloads(noted, ROOT, [download('1-1', '/home/alice/1-1')]);
  expect(permIdsOf(noted)).toEqual(['1-1']);
});

test('uploads are recorded beside values of other programs', () => {
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
