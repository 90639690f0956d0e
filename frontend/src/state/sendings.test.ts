import { ApiError, Job } from '../api';
import { FakeNotebook } from '../testing/fakeHost';
import { job } from '../testing/jobs';
import { FakeServices, fakeServices } from '../testing/render';

const RUNNING = job({ kind: 'upload', state: 'running', permIds: [], folder: null });

describe('Sendings', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
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
});
