import { ApiError, JobWithDownloads } from '../api';
import { downloadsOf } from '../notebook/provenance';
import { FakeNotebook } from '../testing/fakeHost';
import { job, jobWithDownloads } from '../testing/jobs';
import { FakeServices, fakeServices } from '../testing/render';

const REQUEST = { connection: 'lab', permIds: ['1-1'], folder: 'work/raw' };

describe('TransferRecorder', () => {
  let services: FakeServices;
  let notebook: FakeNotebook;

  beforeEach(async () => {
    services = fakeServices();
    notebook = new FakeNotebook('work/a.ipynb');
    services.host.notebook = notebook;
    services.server.on('POST', 'jobs', job({ state: 'running' }));
    services.server.on('GET', 'jobs', { jobs: [job({ state: 'running' })] });
    services.server.on('GET', 'jobs/j1', jobWithDownloads());
    services.recorder.start();
    await services.connections.refresh();
  });

  const settled = () => new Promise(resolve => setTimeout(resolve, 0));
  const end = async (changes = {}) => {
    services.server.on('GET', 'jobs', { jobs: [job(changes)] });
    await services.transfers.refresh();
    await settled();
  };
  const begin = () => services.recorder.startDownload(REQUEST, 'key', notebook.path);

  it('records a finished download in its notebook, and saves it', async () => {
    await begin();
    expect(downloadsOf(notebook)).toEqual([]);
    await end();
    expect(downloadsOf(notebook)[0]).toMatchObject({ permId: '1-1', path: 'raw/1-1' });
    expect(notebook.saved).toBe(1);
  });

  it('records it once', async () => {
    await begin();
    await end();
    await end();
    expect(services.server.asked.filter(each => each.path === 'jobs/j1')).toHaveLength(1);
    expect(notebook.saved).toBe(1);
  });

  it('records it once if a change arrives during the request', async () => {
    await begin();
    services.server.on('POST', 'jobs', job({ id: 'j2', state: 'running' }));
    await begin();
    let answer: (body: unknown) => void = () => undefined;
    services.server.on('GET', 'jobs/j1', () => new Promise(resolve => (answer = resolve)));
    services.server.on('GET', 'jobs/j2', jobWithDownloads({ id: 'j2' }));
    services.server.on('GET', 'jobs', { jobs: [job(), job({ id: 'j2' })] });
    await services.transfers.refresh();
    services.host.emitChanged();
    answer(jobWithDownloads());
    await settled();
    expect(services.server.asked.filter(each => each.path === 'jobs/j2')).toHaveLength(1);
    expect(services.server.asked.filter(each => each.path === 'jobs/j1')).toHaveLength(1);
  });

  it('does not save a notebook with unsaved changes', async () => {
    await begin();
    notebook.hasUnsavedChanges = true;
    await end();
    expect(downloadsOf(notebook)).toHaveLength(1);
    expect(notebook.saved).toBe(0);
  });

  it('finds notebooks that are not current', async () => {
    await begin();
    services.host.behind = [notebook];
    services.host.notebook = new FakeNotebook('other.ipynb');
    await end();
    expect(downloadsOf(notebook)).toHaveLength(1);
    expect(downloadsOf(services.host.notebook)).toEqual([]);
  });

  it('waits for a notebook that was closed', async () => {
    await begin();
    services.host.notebook = null;
    await end();
    services.host.notebook = notebook;
    services.host.emitChanged();
    await settled();
    expect(downloadsOf(notebook)).toHaveLength(1);
  });

  it('waits for a notebook that is closed during the request', async () => {
    await begin();
    let answer: (body: unknown) => void = () => undefined;
    services.server.on('GET', 'jobs/j1', () => new Promise(resolve => (answer = resolve)));
    await end();
    services.host.notebook = null;
    answer(jobWithDownloads());
    await settled();
    expect(downloadsOf(notebook)).toEqual([]);
    services.server.on('GET', 'jobs/j1', jobWithDownloads());
    const again = new FakeNotebook(notebook.path);
    services.host.notebook = again;
    services.host.emitChanged();
    await settled();
    expect(downloadsOf(again)).toHaveLength(1);
    expect(downloadsOf(notebook)).toEqual([]);
  });

  it('retries if Jupyter did not respond', async () => {
    await begin();
    services.server.on('GET', 'jobs/j1', new ApiError(0, 'Failed to fetch'));
    await end();
    expect(downloadsOf(notebook)).toEqual([]);
    services.server.on('GET', 'jobs/j1', jobWithDownloads());
    await end();
    expect(downloadsOf(notebook)).toHaveLength(1);
  });

  it('records the finished part of a failed download', async () => {
    await begin();
    services.server.on('GET', 'jobs/j1', jobWithDownloads({ state: 'failed' }));
    await end({ state: 'failed' });
    expect(downloadsOf(notebook)).toHaveLength(1);
  });

  it('does not change other notebooks', async () => {
    await services.recorder.startDownload(REQUEST, 'key', null);
    await end();
    expect(notebook.metadata).toEqual({});
  });

  it('resumes with the same request, for the same notebook', async () => {
    await begin();
    const options = {
      files: ['*.csv'],
      flat: true,
      overwrite: true,
      mode: 'copy' as const,
      folderNames: 'name' as const
    };
    services.server.on('GET', 'jobs/j1', jobWithDownloads({ options, downloads: [], state: 'cancelled' }));
    await end({ state: 'cancelled' });
    services.server.on('POST', 'jobs', job({ id: 'j2' }));
    services.server.on('GET', 'jobs/j2', jobWithDownloads({ id: 'j2' }));
    services.server.on('GET', 'jobs', { jobs: [job({ state: 'cancelled' }), job({ id: 'j2' })] });
    await services.recorder.resume(job());
    await settled();
    expect(services.server.bodies('POST', 'jobs')[1]).toMatchObject({
      ...options,
      permIds: ['1-1'],
      folder: '/home/alice/work/raw'
    });
    await services.transfers.refresh();
    await settled();
    expect(downloadsOf(notebook)).toHaveLength(1);
  });

  it.each([
    ['the notebook', 'work/a.ipynb', 'work/b.ipynb', 'raw/1-1'],
    ['a folder around it', 'work', 'done', '../work/raw/1-1']
  ])('notes a download in its notebook when %s was renamed meanwhile', async (_, from, to, path) => {
    await begin();
    services.host.rename(from, to);
    await end();
    expect(downloadsOf(notebook)[0]).toMatchObject({ permId: '1-1', path });
  });

  it('records a download in a notebook that was renamed while it was being started', async () => {
    let answer: (body: unknown) => void = () => undefined;
    services.server.on('POST', 'jobs', () => new Promise(resolve => (answer = resolve)));
    const begun = begin();
    services.host.rename('work/a.ipynb', 'work/b.ipynb');
    answer(job({ state: 'running' }));
    await begun;
    await end();
    expect(downloadsOf(notebook)).toHaveLength(1);
  });

  it('records a download in a notebook that was renamed while it was closed', async () => {
    await begin();
    services.host.notebook = null;
    services.host.rename('work/a.ipynb', 'work/b.ipynb');
    await end();
    notebook = new FakeNotebook('work/b.ipynb');
    services.host.notebook = notebook;
    services.host.emitChanged();
    await settled();
    expect(downloadsOf(notebook)).toHaveLength(1);
  });
});

describe('TransferRecorder, for uploads and publications', () => {
  const published = { kind: 'publish' as const, permIds: ['2-2'], folder: null };

  async function after(changes: Partial<JobWithDownloads>): Promise<FakeNotebook> {
    const services = fakeServices();
    const notebook = new FakeNotebook('work/a.ipynb', { openbisHistoryId: 'h-0' });
    services.host.notebook = notebook;
    const ended = { ...jobWithDownloads(), ...job({ ...published, ...changes }), downloads: [] };
    services.server.on('GET', 'jobs', { jobs: [ended] }).on('GET', 'jobs/j1', ended);
    services.recorder.start();
    await services.connections.refresh();
    services.recorder.recordLater(ended, notebook.path);
    await services.transfers.refresh();
    await new Promise(resolve => setTimeout(resolve, 0));
    return notebook;
  }

  it('records the data set in the format of the published front ends, and the history id', async () => {
    const statusText = 'DataSet successfully registered: lab with permId: 2-2';
    const { metadata, saved } = await after({ state: 'done', historyId: 'h-1', statusText });
    expect(metadata).toEqual({ openbisHistoryId: 'h-1', openbis: { permIds: { '2-2': statusText } } });
    expect(saved).toBe(1);
  });

  it('records a publication in files by its folder, not as a data set', async () => {
    const fileUpload = {
      owner: '/A/B',
      ownerKind: 'sample' as const,
      permId: '1-1',
      folder: 'a 2026-03-01 14-05-09',
      connection: 'lab',
      stored: [],
      unchanged: [],
      link: null,
      leftOutFiles: []
    };
    const { metadata } = await after({ permIds: ['1-1'], isOfOwner: true, fileUpload, historyId: 'h-1' });
    const files = { '1-1/a 2026-03-01 14-05-09': 'Published in the files of /A/B' };
    expect(metadata).toEqual({ openbisHistoryId: 'h-1', openbis: { files } });
  });

  it('records nothing of failed uploads', async () => {
    const { metadata } = await after({ state: 'failed', permIds: [] });
    expect(metadata).toEqual({ openbisHistoryId: 'h-0' });
  });
});
