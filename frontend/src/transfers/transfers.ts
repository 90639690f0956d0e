import { ISignal, Signal } from '@lumino/signaling';

import { ApiError, Job, TransfersApi } from '../api';
import { Model } from './model';
import { Polling } from './polling';

const QUICK = 500;
const SLOW = 10_000;

/** All transfers since Jupyter began, whoever started them: also those of other windows, and from before a reload. */
export class TransfersModel extends Model {
  /** The newest first; null until the server has told. */
  jobs: Job[] | null = null;
  problem: ApiError | null = null;

  /** Those that this window has started since the list was asked for last: that list may not have them. */
  private readonly started: Job[] = [];
  private readonly _ended = new Signal<this, Job>(this);
  private readonly polling = new Polling(() => this.read(), QUICK, SLOW);

  constructor(private readonly api: TransfersApi) {
    super();
  }

  start(): Promise<void> {
    return this.polling.start();
  }

  refresh(): Promise<void> {
    return this.polling.hurry();
  }

  /** Emitted once for each transfer that ends while this window watches. */
  get ended(): ISignal<this, Job> {
    return this._ended;
  }

  get running(): Job[] {
    return (this.jobs ?? []).filter(isActive);
  }

  /** Start a transfer and show it. Throws `ApiError`. */
  async begin(start: (api: TransfersApi) => Promise<Job>): Promise<Job> {
    const job = await start(this.api);
    this.show(job);
    await this.refresh();
    return job;
  }

  async cancel(id: string): Promise<void> {
    await this.api.cancel(id);
    await this.refresh();
  }

  /** Watch a transfer from its start on, so that its end is announced however soon it comes. */
  private show(job: Job): void {
    if (!this.jobs?.some(each => each.id === job.id)) {
      this.started.push(job);
      this.jobs = [job, ...(this.jobs ?? [])];
      this.tell();
    }
  }

  private async read(): Promise<boolean> {
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
    this.tell();
    this.jobs?.filter(job => watched.has(job.id) && !isActive(job)).forEach(job => this._ended.emit(job));
    return this.running.length > 0;
  }
}

/** Whether a transfer waits or runs. */
export function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}
