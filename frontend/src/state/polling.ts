import { Poll } from '@lumino/polling';

/** Repeats a question: soon again after `hurry`, more and more rarely while nothing changes, not while hidden. */
export class Polling {
  private readonly poll: Poll<boolean>;

  /**
   * @param ask Returns whether something moves, so that it is worth asking again soon.
   * @param quick Milliseconds between two questions while something moves.
   * @param slow Milliseconds while nothing does.
   */
  constructor(
    ask: () => Promise<boolean>,
    private readonly quick: number,
    private readonly slow: number
  ) {
    this.poll = new Poll<boolean>({
      auto: false,
      factory: ask,
      frequency: { interval: slow, backoff: false, max: slow },
      standby: 'when-hidden'
    });
    this.poll.ticked.connect((_, state) => {
      if (state.phase === 'resolved' || state.phase === 'rejected') {
        this.pace(state.phase === 'resolved' && state.payload === true);
      }
    });
  }

  /** Ask now, and again and again from now on. */
  async start(): Promise<void> {
    await this.poll.start();
    await this.poll.tick;
  }

  /** Ask now. */
  async hurry(): Promise<void> {
    await this.poll.refresh();
    await this.poll.tick;
  }

  dispose(): void {
    this.poll.dispose();
  }

  private pace(moves: boolean): void {
    const interval = moves ? this.quick : this.slow;
    if (this.poll.frequency.interval !== interval) {
      this.poll.frequency = { interval, backoff: false, max: interval };
    }
  }
}
