import { Poll } from '@lumino/polling';

/**
 * Polls: often while something is active, rarely while nothing is, not while the page is hidden, and not at all, until
 * `refresh`, while there is nothing to ask for.
 */
export class Polling {
  private readonly poll: Poll<boolean | null>;
  private isPolling = false;

  /**
   * @param request Sends the request; returns whether something is active, or null if there is nothing to ask for.
   * @param activeInterval Milliseconds between two requests while something is active.
   * @param idleInterval Milliseconds while nothing is.
   */
  constructor(
    private readonly request: () => Promise<boolean | null>,
    private readonly activeInterval: number,
    private readonly idleInterval: number
  ) {
    this.poll = new Poll<boolean | null>({
      auto: false,
      factory: () => this.pollOnce(),
      frequency: { interval: idleInterval, backoff: false, max: idleInterval },
      standby: 'when-hidden'
    });
  }

  /** Start polling. */
  async start(): Promise<void> {
    await this.poll.start();
    await this.poll.tick;
  }

  /** Poll now. A request that is already under way does not count: its answer may be outdated. */
  async refresh(): Promise<void> {
    if (this.isPolling) {
      await this.poll.tick;
    }
    await this.poll.refresh();
    await this.poll.tick;
  }

  dispose(): void {
    this.poll.dispose();
  }

  /**
   * Set the interval before the answer is passed on: Lumino schedules the next request by the interval that it finds then.
   * After a failure nothing counts as active; Lumino's own interval after failures is random.
   */
  private async pollOnce(): Promise<boolean | null> {
    this.isPolling = true;
    const moves = await this.request().catch(() => false);
    this.isPolling = false;
    this.setPace(moves);
    return moves;
  }

  private setPace(moves: boolean | null): void {
    const interval = moves === null ? Poll.NEVER : moves ? this.activeInterval : this.idleInterval;
    if (this.poll.frequency.interval !== interval) {
      this.poll.frequency = { interval, backoff: false, max: interval };
    }
  }
}
