import { Polling } from './polling';

const QUICK = 500;
const SLOW = 10_000;

describe('Polling', () => {
  let moves: boolean | null;
  let ask: jest.Mock<Promise<boolean | null>>;
  let polling: Polling;

  beforeEach(async () => {
    jest.useFakeTimers();
    moves = false;
    ask = jest.fn(async () => moves);
    polling = new Polling(ask, QUICK, SLOW);
    void polling.start();
    await jest.advanceTimersByTimeAsync(1);
    ask.mockClear();
  });
  afterEach(() => {
    polling.dispose();
    jest.useRealTimers();
  });

  const hurry = async () => {
    void polling.refresh();
    await jest.advanceTimersByTimeAsync(1);
  };

  it('uses the active interval after an answer with activity', async () => {
    moves = true;
    await hurry();
    expect(ask).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(QUICK);
    expect(ask).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(QUICK * 4);
    expect(ask).toHaveBeenCalledTimes(6);
  });

  it('uses the idle interval after an answer without activity', async () => {
    moves = true;
    await hurry();
    moves = false;
    await jest.advanceTimersByTimeAsync(QUICK);
    expect(ask).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(SLOW - QUICK);
    expect(ask).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(QUICK + 1);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('stops until it is refreshed when there is nothing to ask for', async () => {
    moves = null;
    await hurry();
    await jest.advanceTimersByTimeAsync(SLOW * 100);
    expect(ask).toHaveBeenCalledTimes(1);
    moves = false;
    await hurry();
    await jest.advanceTimersByTimeAsync(SLOW + 1);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('uses the idle interval after a failed request', async () => {
    ask.mockRejectedValue(new Error('offline'));
    await hurry();
    await jest.advanceTimersByTimeAsync(SLOW - 2);
    expect(ask).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(SLOW);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('sends one more request, not in parallel, when refreshed during a request', async () => {
    let answer: (moves: boolean) => void = () => undefined;
    ask.mockImplementationOnce(() => new Promise(resolve => (answer = resolve)));
    await hurry();
    const hurried = [polling.refresh(), polling.refresh()];
    await jest.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(1);
    answer(false);
    await jest.advanceTimersByTimeAsync(10);
    await Promise.all(hurried);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
