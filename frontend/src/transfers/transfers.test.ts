import { Job, OpenbisApi } from '../api';
import { FakeServer } from '../testing/fakeServer';
import { job } from '../testing/jobs';
import { TransfersModel } from './transfers';

const RUNNING = job({ state: 'running' });

describe('TransfersModel', () => {
  let server: FakeServer;
  let transfers: TransfersModel;
  let ended: Job[];

  beforeEach(async () => {
    jest.useFakeTimers();
    server = new FakeServer().on('GET', 'jobs', { jobs: [] });
    transfers = new TransfersModel(new OpenbisApi(server.send).transfers);
    ended = [];
    transfers.ended.connect((_, each) => void ended.push(each));
    void transfers.start();
    await jest.advanceTimersByTimeAsync(3_000); // idle: the next question is seconds away
    server.asked.length = 0;
  });
  afterEach(() => jest.useRealTimers());

  const begin = async (answer: Job = RUNNING) => {
    void transfers.startJob(async () => answer);
    await jest.advanceTimersByTimeAsync(1);
  };

  it('requests the list again within a second of the start of a transfer', async () => {
    server.on('GET', 'jobs', { jobs: [RUNNING] });
    await begin();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(server.asked.length).toBeGreaterThanOrEqual(2);
    expect(server.asked.length).toBeLessThanOrEqual(4);
  });

  it('announces the end within a second, then uses the idle interval', async () => {
    server.on('GET', 'jobs', { jobs: [RUNNING] });
    await begin();
    server.on('GET', 'jobs', { jobs: [job()] });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(ended.map(each => each.state)).toEqual(['done']);
    server.asked.length = 0;
    await jest.advanceTimersByTimeAsync(8_000);
    expect(server.asked).toEqual([]);
  });

  it('announces the end of a transfer that ended before the first request', async () => {
    server.on('GET', 'jobs', { jobs: [job()] });
    await begin();
    expect(ended.map(each => each.id)).toEqual([RUNNING.id]);
  });

  it('shows a transfer at once, even if the pending answer lacks it', async () => {
    let answer: (list: unknown) => void = () => undefined;
    server.on('GET', 'jobs', () => new Promise(resolve => (answer = resolve)));
    void transfers.refresh();
    await jest.advanceTimersByTimeAsync(1);
    await begin();
    expect(transfers.running.map(each => each.id)).toEqual([RUNNING.id]);
    server.on('GET', 'jobs', { jobs: [RUNNING] });
    answer({ jobs: [] });
    await jest.advanceTimersByTimeAsync(1);
    expect(transfers.running.map(each => each.id)).toEqual([RUNNING.id]);
  });
});
