import { BrowserStorage } from '../../common/models/browserStore';
import { FakeNotebook } from '../../testing/fakeHost';
import { connection, FakeServices, fakeServices, storage } from '../../testing/render';
import { filesOf } from '../uploads';

describe('UploadsModel', () => {
  let services: FakeServices;
  let browser: BrowserStorage;

  /** Open the page, or load it again. */
  const load = (path = 'a/one.ipynb') => {
    services = fakeServices(browser);
    services.server.on('GET', 'conns', {
      connections: [connection(), connection({ name: 'other' })],
      notebook_dir: '/home/alice'
    });
    services.host.notebook = new FakeNotebook(path);
  };

  beforeEach(() => {
    browser = storage();
    load();
  });

  it('keeps a draft for each notebook and connection', async () => {
    await services.connections.refresh();
    const { uploads, host, connections } = services;
    uploads.change({ owner: '/A/B/C' });
    host.notebook = new FakeNotebook('a/two.ipynb');
    expect(uploads.draft.owner).toBe('');
    uploads.change({ owner: '/D/E/F' });
    host.notebook = new FakeNotebook('a/one.ipynb');
    expect(uploads.draft.owner).toBe('/A/B/C');
    connections.choose('other');
    expect(uploads.draft.owner).toBe('');
  });

  it('keeps files that were proposed before the connections were known', async () => {
    services.uploads.propose(['a/data.csv']);
    await services.connections.refresh();
    expect(services.uploads.draft.files).toEqual(['a/data.csv']);
    services.uploads.discard();
    expect(services.uploads.draft.files).toEqual([]);
  });

  it('sends the notebook, unless the draft started with files', () => {
    const { uploads } = services;
    expect(filesOf(uploads.draft, uploads.draftKey)).toEqual(['a/one.ipynb']);
    uploads.propose(['a/data.csv', 'a/data.csv']);
    expect(filesOf(uploads.draft, uploads.draftKey)).toEqual(['a/data.csv']);
  });

  it('adds files to an existing draft', () => {
    const { uploads } = services;
    uploads.change({ type: 'RAW_DATA' });
    uploads.propose(['a/data.csv', 'a/one.ipynb']);
    expect(filesOf(uploads.draft, uploads.draftKey)).toEqual(['a/one.ipynb', 'a/data.csv']);
  });

  it('follows a notebook that is renamed, and one in a folder that is renamed', async () => {
    await services.connections.refresh();
    const { uploads, publications, host } = services;
    uploads.change({ owner: '/A/B/C', props: { NOTES: 'long' } });
    publications.change({ notes: 'First try' });
    host.rename('a/one.ipynb', 'a/two.ipynb');
    expect(uploads.draft).toMatchObject({ owner: '/A/B/C', props: { NOTES: 'long' } });
    host.rename('a', 'b/c');
    expect(host.notebook?.path).toBe('b/c/two.ipynb');
    expect(uploads.draft.owner).toBe('/A/B/C');
    expect(publications.draft.notes).toBe('First try');
    expect(uploads.at({ connection: 'lab', notebook: 'a/one.ipynb' }).owner).toBe('');
  });

  it('follows a notebook that is renamed while another one is in front', async () => {
    await services.connections.refresh();
    const { uploads, host } = services;
    uploads.change({ owner: '/A/B/C' });
    host.notebook = new FakeNotebook('other.ipynb');
    host.rename('a/one.ipynb', 'a/two.ipynb');
    host.notebook = new FakeNotebook('a/two.ipynb');
    expect(uploads.draft.owner).toBe('/A/B/C');
  });

  it('follows files that are renamed', async () => {
    await services.connections.refresh();
    const { uploads, host } = services;
    uploads.change({ files: ['data/a.csv', 'b.csv'] });
    host.rename('data', 'raw/data');
    expect(uploads.draft.files).toEqual(['raw/data/a.csv', 'b.csv']);
  });

  it('is restored after a reload', async () => {
    await services.connections.refresh();
    services.uploads.change({
      owner: '/A/B/C',
      type: 'RAW_DATA',
      files: ['x.csv'],
      props: { NOTES: 'long' }
    });
    services.publications.change({ name: 'Growth', withEnvironment: false });
    services.host.rename('a/one.ipynb', 'a/two.ipynb');
    load('a/two.ipynb');
    await services.connections.refresh();
    expect(services.uploads.draft).toEqual({
      withNotebook: true,
      owner: '/A/B/C',
      type: 'RAW_DATA',
      files: ['x.csv'],
      props: { NOTES: 'long' },
      unwantedParents: [],
      moreParents: []
    });
    expect(services.publications.draft).toMatchObject({ name: 'Growth', withEnvironment: false });
    services.uploads.discard();
    load('a/two.ipynb');
    await services.connections.refresh();
    expect(services.uploads.draft.owner).toBe('');
  });

  it('keeps the drafts that were changed last', async () => {
    await services.connections.refresh();
    const places = Array.from({ length: 40 }, (_, number) => ({
      connection: 'lab',
      notebook: `${number}.ipynb`
    }));
    places.forEach(draftKey => services.uploads.change({ owner: draftKey.notebook }, draftKey));
    services.uploads.change({ type: 'RAW_DATA' }, places[20]);
    load();
    const kept = places.filter(draftKey => !services.uploads.isEmpty(draftKey));
    expect(kept).toHaveLength(30);
    expect(kept).toContainEqual(places[20]);
    expect(kept).not.toContainEqual(places[0]);
  });
});

describe('DownloadDraft', () => {
  it('follows renames of notebook and folder, and is restored after a reload', () => {
    const browser = storage();
    const { downloadDraft, host, selection } = fakeServices(browser);
    downloadDraft.choose('a/raw', 'a/one.ipynb');
    downloadDraft.set({ flat: true });
    selection.download(
      [{ connection: 'lab', permId: '1-1', name: 'Images', size: null }],
      ['original/a.csv']
    );
    host.rename('a', 'b');
    const { downloadDraft: again, selection: chosen } = fakeServices(browser);
    expect(again.folderFor('b/one.ipynb')).toBe('b/raw');
    expect([again.flat, again.overwrite]).toEqual([true, false]);
    expect([chosen.places.map(each => each.permId), chosen.files]).toEqual([['1-1'], ['original/a.csv']]);
  });
});

describe('Navigation', () => {
  it('restores the view after a reload', () => {
    const browser = storage();
    fakeServices(browser).navigation.showTab('transfers');
    expect(fakeServices(browser).navigation).toMatchObject({ tab: 'transfers', task: null });
    fakeServices(browser).navigation.startTask('publish');
    expect(fakeServices(browser).navigation).toMatchObject({ tab: 'transfers', task: 'publish' });
  });

  it('starts with Browse if the stored value is invalid', () => {
    const browser = storage();
    browser.setItem('navigation', '{"version": 1, "value": {"tab": "settings", "task": 1}}');
    expect(fakeServices(browser).navigation).toMatchObject({ tab: 'browse', task: null });
  });
});
