import { ApiError, Job, TransfersApi } from '../api';
import { BrowserStore, isObject } from './browserStore';
import { newKey } from './keys';
import { Draft, Drafts, isPlace, keyOf, Place } from './drafts';
import { Model } from './model';
import { renamed, Renames } from './renames';
import { isActive, TransfersModel } from './transfers';

interface Sending<T> {
  draft: T;
  place: Place;
  /** Idempotency key: a draft that is sent twice, e.g. after Jupyter did not answer, starts one job. */
  key: string;
  /** Null until the server has answered. */
  job: Job | null;
}

/** Sendings that are remembered; the last ones. */
const MAX_SENDINGS = 30;

/** Sends drafts as jobs, and knows what became of each, also after the page was loaded again. */
export class Sendings<T extends Draft> extends Model {
  private sendings: ReadonlyArray<Sending<T>>;

  /**
   * @param drafts Where the drafts are.
   * @param transfers Starts the jobs and watches them.
   * @param renames What happens to notebooks meanwhile.
   * @param store Where sendings outlive a reload.
   * @param onBegun Told of each job that begins.
   * @param rest What stays of a draft that was sent; nothing by default.
   */
  constructor(
    private readonly drafts: Drafts<T>,
    private readonly transfers: TransfersModel,
    renames: Renames,
    private readonly store: BrowserStore,
    private readonly onBegun: (job: Job, place: Place) => void,
    private readonly rest: (draft: T) => Partial<T> = () => ({})
  ) {
    super();
    this.sendings = this.restored();
    transfers.changed.connect(() => this.look());
    drafts.changed.connect(() => this.save());
    drafts.replaced.connect((_, [before, after]) =>
      this.set(this.sendings.map(each => (each.draft === before ? { ...each, draft: after } : each)))
    );
    renames.happened.connect((_, rename) =>
      this.set(
        this.sendings.map(each => {
          const notebook = renamed(each.place.notebook, rename);
          return notebook === each.place.notebook ? each : { ...each, place: { ...each.place, notebook } };
        })
      )
    );
  }

  /** Start the job of a draft. Throws `ApiError`. */
  async send(draft: T, place: Place, start: (api: TransfersApi, key: string) => Promise<Job>): Promise<void> {
    const before = this.sendings.find(each => each.draft === draft);
    const key = before && (!before.job || isActive(before.job)) ? before.key : newKey();
    const others = this.sendings.filter(each => each.draft !== draft);
    this.set([...others, { draft, place, key, job: before?.key === key ? before.job : null }]);
    await this.transfers.begin(async api => {
      const job = await start(api, key);
      this.set(this.sendings.map(each => (each.key === key ? this.withJob(each, job) : each)));
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
    const from = this.sendings.filter(each => each.job && keyOf(each.place) === keyOf(place));
    return from.pop()?.job ?? null;
  }

  /** Why the last job of a draft failed. */
  problemOf(draft: T): ApiError | null {
    const job = this.jobOf(draft);
    return job?.state === 'failed' ? ApiError.fromAnswer(0, job.error) : null;
  }

  /** See what has become of the jobs. */
  private look(): void {
    const { jobs } = this.transfers;
    if (jobs !== null) {
      const before = new Map(this.sendings.map(each => [each.key, each]));
      this.set(this.sendings.flatMap(each => this.followed(each, jobs)));
      this.sendings.forEach(now => {
        const job = before.get(now.key)?.job;
        if (now.job && !isActive(now.job) && (!job || isActive(job))) {
          this.end(now, now.job);
        }
      });
    }
    this.tell();
  }

  /** A sending with its job as the server lists it; none when Jupyter was restarted and knows nothing of its end. */
  private followed(sending: Sending<T>, jobs: ReadonlyArray<Job>): Sending<T>[] {
    const { job, key } = sending;
    if (job && !isActive(job)) {
      return [sending];
    }
    const now = jobs.find(each => each.id === job?.id || each.key === key);
    return now ? [this.withJob(sending, now)] : job ? [] : [sending];
  }

  private withJob(sending: Sending<T>, job: Job): Sending<T> {
    if (!sending.job) {
      this.onBegun(job, sending.place);
    }
    return { ...sending, job };
  }

  private end({ draft, place }: Sending<T>, job: Job): void {
    if (job.state === 'done' && this.drafts.at(place) === draft) {
      this.drafts.discard(place);
      this.drafts.change(this.rest(draft), place);
    }
  }

  private set(sendings: ReadonlyArray<Sending<T>>): void {
    this.sendings = sendings;
    this.save();
  }

  private save(): void {
    const kept = this.sendings.slice(-MAX_SENDINGS).map(({ draft, place, key, job }) => {
      return { place, key, job, isUnchanged: this.drafts.at(place) === draft };
    });
    this.store.writeLast(kept.filter(({ job, isUnchanged }) => job || isUnchanged));
  }

  private restored(): Sending<T>[] {
    const found = this.store.read();
    return (Array.isArray(found) ? found : []).filter(isKept).map(({ place, key, job, isUnchanged }) => {
      const isDraftKept = isUnchanged && !this.drafts.isEmpty(place);
      return {
        draft: isDraftKept ? this.drafts.at(place) : ({ files: [] } as unknown as T),
        place,
        key,
        job
      };
    });
  }
}

interface Kept extends Omit<Sending<never>, 'draft'> {
  /** Whether nothing was typed into the draft since. */
  isUnchanged: boolean;
}

function isKept(value: unknown): value is Kept {
  const isJob = (job: unknown) => job === null || (isObject(job) && typeof job.id === 'string');
  return isObject(value) && isPlace(value.place) && typeof value.key === 'string' && isJob(value.job);
}
