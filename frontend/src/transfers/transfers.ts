import { ISignal, Signal } from '@lumino/signaling';

import { ApiError, Job, TransfersApi } from '../api';
import { BrowserStore } from '../common/models/browserStore';
import { Model } from '../common/models/model';
import { Polling } from '../common/models/polling';
import { isActive, isSuperseded } from './resume';

const ACTIVE_INTERVAL = 500;
const IDLE_INTERVAL = 10_000;

/** All transfers since Jupyter started, including those of other windows and before a reload. */
export class TransfersModel extends Model {
  /** The newest first; null until the server has answered. */
  jobs: Job[] | null = null;
  problem: ApiError | null = null;

  /** Transfers that this window has started since the last request: its answer may lack them. */
  private readonly started: Job[] = [];
  private readonly _ended = new Signal<this, Job>(this);
  private readonly polling = new Polling(() => this.loadJobs(), ACTIVE_INTERVAL, IDLE_INTERVAL);

  /** Ended transfers that the user has cleared. */
  private cleared: ReadonlySet<string>;

  /**
   * @param api Requests to the server.
   * @param store Where cleared transfers are kept; by default, until the page is reloaded.
   */
  constructor(
    private readonly api: TransfersApi,
    private readonly store: BrowserStore | null = null
  ) {
    super();
    const kept = store?.read();
    this.cleared = new Set(Array.isArray(kept) ? kept : []);
  }

  start(): Promise<void> {
    return this.polling.start();
  }

  refresh(): Promise<void> {
    return this.polling.refresh();
  }

  /** Emitted once for each transfer that ends while this window watches. */
  get ended(): ISignal<this, Job> {
    return this._ended;
  }

  get running(): Job[] {
    return (this.jobs ?? []).filter(isActive);
  }

  /** The transfers to show: all but those that were cleared, and those that a newer one has resumed. */
  get shown(): Job[] {
    const all = this.jobs ?? [];
    return all.filter(job => isActive(job) || !(this.cleared.has(job.id) || isSuperseded(job, all)));
  }

  /** The transfers that have failed and are shown. */
  get failed(): Job[] {
    return this.shown.filter(job => job.state === 'failed');
  }

  /** Clear all ended transfers from the lists of this browser; the server keeps them. */
  clearFinished(): void {
    const ended = (this.jobs ?? []).filter(job => !isActive(job)).map(job => job.id);
    this.cleared = new Set(ended);
    this.store?.writeLast(ended);
    this.emitChanged();
  }

  /** Start a transfer and show it. Throws `ApiError`. */
  async startJob(start: (api: TransfersApi) => Promise<Job>): Promise<Job> {
    const job = await start(this.api);
    this.addStarted(job);
    await this.refresh();
    return job;
  }

  async cancel(id: string): Promise<void> {
    await this.api.cancel(id);
    await this.refresh();
  }

  /** Try an interrupted transfer again now. Throws `ApiError`. */
  async retry(id: string): Promise<void> {
    await this.api.retry(id);
    await this.refresh();
  }

  /** Add a started transfer, so that its end is announced even if it is quick. */
  private addStarted(job: Job): void {
    if (!this.jobs?.some(each => each.id === job.id)) {
      this.started.push(job);
      this.jobs = [job, ...(this.jobs ?? [])];
      this.emitChanged();
    }
  }

  private async loadJobs(): Promise<boolean> {
    this.started.length = 0;
    let watched: ReadonlySet<string> = new Set();
    try {
      const listed = (await this.api.list()).reverse();
      const known = new Set(listed.map(job => job.id));
      watched = new Set(this.running.map(job => job.id));
      this.jobs = [...this.started.filter(job => !known.has(job.id)).reverse(), ...listed];
      this.problem = null;
    } catch (error) {
      this.problem = ApiError.from(error);
    }
    this.emitChanged();
    this.jobs?.filter(job => watched.has(job.id) && !isActive(job)).forEach(job => this._ended.emit(job));
    return this.running.length > 0;
  }
}

export { isActive } from './resume';
