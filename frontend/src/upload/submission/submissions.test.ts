import { ApiError, Job } from '../api';
import { FakeNotebook } from '../testing/fakeHost';
import { job } from '../testing/jobs';
import { FakeServices, fakeServices, storage } from '../testing/render';
import { BrowserStorage } from './browserStore';

const RUNNING = job({ kind: 'upload', state: 'running', permIds: [], folder: null });

describe('Sendings', () => {
  let services: FakeServices;
  let browser: BrowserStorage;

  beforeEach(async () => {
    browser = storage();
    services = fakeServices(browser);
    services.host.notebook = new FakeNotebook('a.ipynb');
    services.server.on('GET', 'jobs', { jobs: [RUNNING] });
    await services.connections.refresh();
    services.uploads.change({ owner: '/A/B/C' });
  });

  const keys: string[] = [];
  const send = (answer: () => Promise<Job> = async () => RUNNING) => {
    const { uploads } = services;
    return uploads.sendings.send(uploads.draft, uploads.place, (_, key) => {
      keys.push(key);
      return answer();
    });
  };
  const end = (changes: Partial<Job>) => {
    services.server.on('GET', 'jobs', { jobs: [{ ...RUNNING, ...changes }] });
    return services.transfers.refresh();
  };
  const owner = () => services.uploads.draft.owner;

  it('empties the draft when the data set is registered, and not before', async () => {
    await send();
    expect(owner()).toBe('/A/B/C');
    expect(services.uploads.sendings.jobOf(services.uploads.draft)?.state).toBe('running');
    await end({ state: 'done', permIds: ['1-1'] });
    expect(owner()).toBe('');
    expect(services.uploads.sendings.lastJob(services.uploads.place)?.permIds).toEqual(['1-1']);
  });

  it('keeps what was typed in the meantime', async () => {
    await send();
    services.uploads.change({ owner: '/D/E/F' });
    await end({ state: 'done' });
    expect(owner()).toBe('/D/E/F');
  });

  it('keeps the draft when it fails, with the reason', async () => {
    await send();
    await end({ state: 'failed', error: { reason: 'The disk is full.', code: 'disk-full' } });
    expect(owner()).toBe('/A/B/C');
    expect(services.uploads.sendings.problemOf(services.uploads.draft)?.reason).toBe('The disk is full.');
  });

  it('starts one job, however often the same is sent until it has failed', async () => {
    keys.length = 0;
    const lost = async () => {
      throw new ApiError(0, 'no answer');
    };
    await expect(send(lost)).rejects.toThrow('no answer');
    await send();
    await end({ state: 'failed', error: {} });
    await send();
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('leaves the place and name of a publication for the next version', async () => {
    const { publications } = services;
    publications.change({ owner: '/A/B/C', notes: 'first', name: 'Growth' });
    await publications.sendings.send(publications.draft, publications.place, async () => RUNNING);
    await end({ state: 'done' });
    expect(publications.draft).toMatchObject({ owner: '/A/B/C', notes: '', name: 'Growth' });
  });

  it('empties the draft of a notebook and files that were renamed meanwhile', async () => {
    services.uploads.change({ files: ['data.csv'] });
    await send();
    services.host.rename('data.csv', 'raw.csv');
    services.host.rename('a.ipynb', 'b.ipynb');
    expect(services.uploads.draft.files).toEqual(['raw.csv']);
    expect(services.uploads.sendings.jobOf(services.uploads.draft)?.state).toBe('running');
    await end({ state: 'done', permIds: ['1-1'] });
    expect(owner()).toBe('');
    expect(services.uploads.sendings.lastJob(services.uploads.place)?.permIds).toEqual(['1-1']);
  });

  describe('when the page is loaded again', () => {
    const load = async () => {
      const { server } = services;
      services = fakeServices(browser);
      services.host.notebook = new FakeNotebook('a.ipynb');
      services.server.on('GET', 'jobs', server.send('GET', 'jobs'));
      await services.connections.refresh();
    };

    it('goes on with what is being sent, and empties the draft in the end', async () => {
      await send();
      await load();
      expect(services.uploads.sendings.jobOf(services.uploads.draft)?.state).toBe('running');
      await end({ state: 'done', permIds: ['1-1'] });
      expect(owner()).toBe('');
      await load();
      expect(services.uploads.sendings.lastJob(services.uploads.place)?.permIds).toEqual(['1-1']);
    });

    it('finds the job of which Jupyter could not tell before', async () => {
      let key = '';
      void services.uploads.sendings.send(services.uploads.draft, services.uploads.place, (_, used) => {
        key = used;
        return new Promise(() => undefined);
      });
      await load();
      services.recorder.start();
      await end({ key });
      expect(services.uploads.sendings.jobOf(services.uploads.draft)?.id).toBe(RUNNING.id);
    });

    it('lets the user send again what Jupyter knows nothing of since its restart', async () => {
      await send();
      await load();
      services.server.on('GET', 'jobs', { jobs: [] });
      await services.transfers.refresh();
      expect(services.uploads.sendings.jobOf(services.uploads.draft)).toBeNull();
      expect(owner()).toBe('/A/B/C');
    });

    it('does not take for sent what was typed since', async () => {
      await send();
      services.uploads.change({ owner: '/D/E/F' });
      await load();
      expect(services.uploads.sendings.jobOf(services.uploads.draft)).toBeNull();
      await end({ state: 'done' });
      expect(owner()).toBe('/D/E/F');
    });
  });
});
