import { Polling } from './polling';

const QUICK = 500;
const SLOW = 10_000;

describe('Polling', () => {
  let moves: boolean;
  let ask: jest.Mock<Promise<boolean>>;
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
    void polling.hurry();
    await jest.advanceTimersByTimeAsync(1);
  };

  it('asks again soon after the first answer that says that something moves', async () => {
    moves = true;
    await hurry();
    expect(ask).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(QUICK);
    expect(ask).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(QUICK * 4);
    expect(ask).toHaveBeenCalledTimes(6);
  });

  it('slows down after the first answer that says that nothing moves any more', async () => {
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

  it('goes on at the slow pace after a question that failed', async () => {
    ask.mockRejectedValue(new Error('offline'));
    await hurry();
    await jest.advanceTimersByTimeAsync(SLOW - 2);
    expect(ask).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(SLOW);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('asks once more, and not at the same time, when it is hurried during a question', async () => {
    let answer: (moves: boolean) => void = () => undefined;
    ask.mockImplementationOnce(() => new Promise(resolve => (answer = resolve)));
    await hurry();
    const hurried = [polling.hurry(), polling.hurry()];
    await jest.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(1);
    answer(false);
    await jest.advanceTimersByTimeAsync(10);
    await Promise.all(hurried);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
