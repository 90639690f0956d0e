import { FakeNotebook } from '../testing/fakeHost';
import { connection, FakeServices, fakeServices } from '../testing/render';
import { filesOf } from './uploads';

describe('UploadsModel', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
    services.server.on('GET', 'conns', {
      connections: [connection(), connection({ name: 'other' })],
      notebook_dir: '/home/alice'
    });
    services.host.notebook = new FakeNotebook('a/one.ipynb');
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

  it('keeps what was proposed before the connections were known', async () => {
    services.uploads.propose(['a/data.csv']);
    await services.connections.refresh();
    expect(services.uploads.draft.files).toEqual(['a/data.csv']);
    services.uploads.discard();
    expect(services.uploads.draft.files).toEqual([]);
  });

  it('sends the notebook as well, unless the user has begun with files', () => {
    const { uploads } = services;
    expect(filesOf(uploads.draft, uploads.place)).toEqual(['a/one.ipynb']);
    uploads.propose(['a/data.csv', 'a/data.csv']);
    expect(filesOf(uploads.draft, uploads.place)).toEqual(['a/data.csv']);
  });

  it('adds files to what the user has begun', () => {
    const { uploads } = services;
    uploads.change({ type: 'RAW_DATA' });
    uploads.propose(['a/data.csv', 'a/one.ipynb']);
    expect(filesOf(uploads.draft, uploads.place)).toEqual(['a/one.ipynb', 'a/data.csv']);
  });
});
