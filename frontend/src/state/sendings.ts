import { ApiError, Job, TransfersApi } from '../api';
import { newKey } from './keys';
import { Drafts, Place } from './drafts';
import { Model } from './model';
import { isActive, TransfersModel } from './transfers';

interface Sending<T> {
  draft: T;
  place: Place;
  job: Job;
}

/** Sends drafts as jobs, and knows what became of each. */
export class Sendings<T extends object> extends Model {
  private sendings: ReadonlyArray<Sending<T>> = [];
  /** A draft that is sent twice, e.g. after Jupyter did not answer, starts one job. */
  private readonly keys = new WeakMap<T, string>();

  /**
   * @param drafts Where the drafts are.
   * @param transfers Starts the jobs and watches them.
   * @param onBegun Told of each job that begins.
   * @param rest What stays of a draft that was sent; nothing by default.
   */
  constructor(
    private readonly drafts: Drafts<T>,
    private readonly transfers: TransfersModel,
    private readonly onBegun: (job: Job, place: Place) => void,
    private readonly rest: (draft: T) => Partial<T> = () => ({})
  ) {
    super();
    transfers.changed.connect(() => this.look());
  }

  /** Start the job of a draft. Throws `ApiError`. */
  async send(draft: T, place: Place, start: (api: TransfersApi, key: string) => Promise<Job>): Promise<void> {
    const key = this.keys.get(draft) ?? newKey();
    this.keys.set(draft, key);
    await this.transfers.begin(async api => {
      const job = await start(api, key);
      this.sendings = [...this.without(draft), { draft, place, job }];
      this.onBegun(job, place);
      return job;
    });
    this.look();
  }

  /** The last job of a draft, as long as nothing was typed since. */
  jobOf(draft: T): Job | null {
    return this.sendings.find(each => each.draft === draft)?.job ?? null;
  }

  /** The last job that was sent from a place. */
  lastJob(place: Place): Job | null {
    const text = JSON.stringify(place);
    return this.sendings.filter(each => JSON.stringify(each.place) === text).pop()?.job ?? null;
  }

  /** Why the last job of a draft failed. */
  problemOf(draft: T): ApiError | null {
    const job = this.jobOf(draft);
    return job?.state === 'failed' ? ApiError.fromAnswer(0, job.error) : null;
  }

  /** See what has become of the jobs. */
  private look(): void {
    const before = this.sendings;
    this.sendings = before.map(each => {
      const now = this.transfers.jobs?.find(job => job.id === each.job.id);
      return now && isActive(each.job) ? { ...each, job: now } : each;
    });
    this.sendings.forEach((now, index) => {
      if (isActive(before[index].job) && !isActive(now.job)) {
        this.end(now);
      }
    });
    this.tell();
  }

  private end({ draft, place, job }: Sending<T>): void {
    this.keys.delete(draft);
    if (job.state === 'done' && this.drafts.at(place) === draft) {
      this.drafts.discard(place);
      this.drafts.change(this.rest(draft), place);
    }
  }

  private without(draft: T): Sending<T>[] {
    return this.sendings.filter(each => each.draft !== draft);
  }
}
