import { Poll } from '@lumino/polling';

/** Repeats a question: soon again while something moves, rarely while nothing does, not while the page is hidden. */
export class Polling {
  private readonly poll: Poll<boolean>;
  private isAsking = false;

  /**
   * @param ask Returns whether something moves, so that it is worth asking again soon.
   * @param quick Milliseconds between two questions while something moves.
   * @param slow Milliseconds while nothing does.
   */
  constructor(
    private readonly ask: () => Promise<boolean>,
    private readonly quick: number,
    private readonly slow: number
  ) {
    this.poll = new Poll<boolean>({
      auto: false,
      factory: () => this.askOnce(),
      frequency: { interval: slow, backoff: false, max: slow },
      standby: 'when-hidden'
    });
  }

  /** Ask now, and again and again from now on. */
  async start(): Promise<void> {
    await this.poll.start();
    await this.poll.tick;
  }

  /** Ask now. A question that is already under way does not count: its answer may be older than what is asked about. */
  async hurry(): Promise<void> {
    if (this.isAsking) {
      await this.poll.tick;
    }
    await this.poll.refresh();
    await this.poll.tick;
  }

  dispose(): void {
    this.poll.dispose();
  }

  /**
   * Set the pace before the answer is passed on: Lumino schedules the next question by the pace that it finds then. A
   * question that fails counts as one about something that does not move; Lumino's own pace after failures is random.
   */
  private async askOnce(): Promise<boolean> {
    this.isAsking = true;
    const moves = await this.ask().catch(() => false);
    this.isAsking = false;
    this.pace(moves);
    return moves;
  }

  private pace(moves: boolean): void {
    const interval = moves ? this.quick : this.slow;
    if (this.poll.frequency.interval !== interval) {
      this.poll.frequency = { interval, backoff: false, max: interval };
    }
  }
}
