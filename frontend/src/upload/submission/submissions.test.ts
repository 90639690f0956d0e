import { ApiError, Job } from '../../api';
import { BrowserStorage } from '../../common/models/browserStore';
import { FakeNotebook } from '../../testing/fakeHost';
import { job } from '../../testing/jobs';
import { FakeServices, fakeServices, storage } from '../../testing/render';

const RUNNING = job({ kind: 'upload', state: 'running', permIds: [], folder: null });

describe('Submissions', () => {
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
    return uploads.submissions.submit(uploads.draft, uploads.draftKey, (_, key) => {
      keys.push(key);
      return answer();
    });
  };
  const end = (changes: Partial<Job>) => {
    services.server.on('GET', 'jobs', { jobs: [{ ...RUNNING, ...changes }] });
    return services.transfers.refresh();
  };
  const owner = () => services.uploads.draft.owner;

  it('clears the draft when the data set is registered, not earlier', async () => {
    await send();
    expect(owner()).toBe('/A/B/C');
    expect(services.uploads.submissions.jobOf(services.uploads.draft)?.state).toBe('running');
    await end({ state: 'done', permIds: ['1-1'] });
    expect(owner()).toBe('');
    expect(services.uploads.submissions.lastJob(services.uploads.draftKey)?.permIds).toEqual(['1-1']);
  });

  it('keeps values that were entered meanwhile', async () => {
    await send();
    services.uploads.change({ owner: '/D/E/F' });
    await end({ state: 'done' });
    expect(owner()).toBe('/D/E/F');
  });

  it('keeps the draft and shows the reason after a failure', async () => {
    await send();
    await end({ state: 'failed', error: { reason: 'The disk is full.', code: 'disk-full' } });
    expect(owner()).toBe('/A/B/C');
    expect(services.uploads.submissions.problemOf(services.uploads.draft)?.reason).toBe('The disk is full.');
  });

  it('starts one job per draft until it fails', async () => {
    keys.length = 0;
    const lost = async () => {
      throw new ApiError(0, 'no answer');
    };
    await expect(send(lost)).rejects.toThrow('no answer');
    await send();
    await end({ state: 'failed', error: { reason: 'The disk is full.', code: 'disk-full' } });
    await send();
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('keeps the values of a publication for the next version', async () => {
    const { publications } = services;
    publications.change({ owner: '/A/B/C', notes: 'first', name: 'Growth' });
    await publications.submissions.submit(publications.draft, publications.draftKey, async () => RUNNING);
    await end({ state: 'done' });
    expect(publications.draft).toMatchObject({ owner: '/A/B/C', notes: 'first', name: 'Growth' });
  });

  it('clears the draft of a notebook and files that were renamed meanwhile', async () => {
    services.uploads.change({ files: ['data.csv'] });
    await send();
    services.host.rename('data.csv', 'raw.csv');
    services.host.rename('a.ipynb', 'b.ipynb');
    expect(services.uploads.draft.files).toEqual(['raw.csv']);
    expect(services.uploads.submissions.jobOf(services.uploads.draft)?.state).toBe('running');
    await end({ state: 'done', permIds: ['1-1'] });
    expect(owner()).toBe('');
    expect(services.uploads.submissions.lastJob(services.uploads.draftKey)?.permIds).toEqual(['1-1']);
  });

  describe('when the page is loaded again', () => {
    const load = async () => {
      const { server } = services;
      services = fakeServices(browser);
      services.host.notebook = new FakeNotebook('a.ipynb');
      services.server.on('GET', 'jobs', server.send('GET', 'jobs'));
      await services.connections.refresh();
    };

    it('tracks the running job, and clears the draft at its end', async () => {
      await send();
      await load();
      expect(services.uploads.submissions.jobOf(services.uploads.draft)?.state).toBe('running');
      await end({ state: 'done', permIds: ['1-1'] });
      expect(owner()).toBe('');
      await load();
      expect(services.uploads.submissions.lastJob(services.uploads.draftKey)?.permIds).toEqual(['1-1']);
    });

    it('finds the job after a request whose answer was lost', async () => {
      let key = '';
      void services.uploads.submissions.submit(
        services.uploads.draft,
        services.uploads.draftKey,
        (_, used) => {
          key = used;
          return new Promise(() => undefined);
        }
      );
      await load();
      services.recorder.start();
      await end({ key });
      expect(services.uploads.submissions.jobOf(services.uploads.draft)?.id).toBe(RUNNING.id);
    });

    it('allows a second submission if Jupyter has restarted and lost the job', async () => {
      await send();
      await load();
      services.server.on('GET', 'jobs', { jobs: [] });
      await services.transfers.refresh();
      expect(services.uploads.submissions.jobOf(services.uploads.draft)).toBeNull();
      expect(owner()).toBe('/A/B/C');
    });

    it('does not treat later changes as submitted', async () => {
      await send();
      services.uploads.change({ owner: '/D/E/F' });
      await load();
      expect(services.uploads.submissions.jobOf(services.uploads.draft)).toBeNull();
      await end({ state: 'done' });
      expect(owner()).toBe('/D/E/F');
    });
  });
});
