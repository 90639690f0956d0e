import { ApiError, Job, TransfersApi } from '../../api';
import { BrowserStore, isObject } from '../../common/models/browserStore';
import { newKey } from '../../common/models/keys';
import { Model } from '../../common/models/model';
import { renamed, Renames } from '../../common/models/renames';
import { isActive, TransfersModel } from '../../transfers/transfers';
import { Draft, Drafts, isDraftKey, keyText, DraftKey } from './drafts';

interface Submission<T> {
  draft: T;
  draftKey: DraftKey;
  /** Idempotency key: a draft that is sent twice, e.g. after Jupyter did not answer, starts one job. */
  key: string;
  /** Null until the server has answered. */
  job: Job | null;
}

/** Submissions that are remembered; the last ones. */
const MAX_SUBMISSIONS = 30;

/** Submits drafts as jobs, and tracks each, also after a reload of the page. */
export class Submissions<T extends Draft> extends Model {
  private submissions: ReadonlyArray<Submission<T>>;

  /**
   * @param drafts The drafts.
   * @param transfers Starts and watches the jobs.
   * @param renames Renamed notebooks.
   * @param store Keeps submissions through a reload.
   * @param onStarted Called with each job that starts.
   * @param keepAfterSubmit Returns the values that stay in the form after a submission; none by default.
   */
  constructor(
    private readonly drafts: Drafts<T>,
    private readonly transfers: TransfersModel,
    renames: Renames,
    private readonly store: BrowserStore,
    private readonly onStarted: (job: Job, draftKey: DraftKey) => void,
    private readonly keepAfterSubmit: (draft: T) => Partial<T> = () => ({})
  ) {
    super();
    this.submissions = this.restored();
    transfers.changed.connect(() => this.updateJobs());
    drafts.changed.connect(() => this.save());
    drafts.replaced.connect((_, [before, after]) =>
      this.set(this.submissions.map(each => (each.draft === before ? { ...each, draft: after } : each)))
    );
    renames.happened.connect((_, rename) =>
      this.set(
        this.submissions.map(each => {
          const notebook = renamed(each.draftKey.notebook, rename);
          return notebook === each.draftKey.notebook
            ? each
            : { ...each, draftKey: { ...each.draftKey, notebook } };
        })
      )
    );
  }

  /** Start the job of a draft. Throws `ApiError`. */
  async submit(
    draft: T,
    draftKey: DraftKey,
    start: (api: TransfersApi, key: string) => Promise<Job>
  ): Promise<void> {
    const before = this.submissions.find(each => each.draft === draft);
    const key = before && (!before.job || isActive(before.job)) ? before.key : newKey();
    const others = this.submissions.filter(each => each.draft !== draft);
    this.set([...others, { draft, draftKey, key, job: before?.key === key ? before.job : null }]);
    await this.transfers.startJob(async api => {
      const job = await start(api, key);
      this.set(this.submissions.map(each => (each.key === key ? this.withJob(each, job) : each)));
      return job;
    });
    this.updateJobs();
  }

  /** The last job of a draft, as long as it is unchanged. */
  jobOf(draft: T): Job | null {
    return this.submissions.find(each => each.draft === draft)?.job ?? null;
  }

  /** The last job of a connection and notebook. */
  lastJob(draftKey: DraftKey): Job | null {
    const from = this.submissions.filter(each => each.job && keyText(each.draftKey) === keyText(draftKey));
    return from.pop()?.job ?? null;
  }

  /** Why the last job of a draft failed. */
  problemOf(draft: T): ApiError | null {
    const job = this.jobOf(draft);
    return job?.state === 'failed' ? ApiError.fromAnswer(0, job.error) : null;
  }

  /** Update the jobs from the list of transfers. */
  private updateJobs(): void {
    const { jobs } = this.transfers;
    if (jobs !== null) {
      const before = new Map(this.submissions.map(each => [each.key, each]));
      this.set(this.submissions.flatMap(each => this.withCurrentJob(each, jobs)));
      this.submissions.forEach(now => {
        const job = before.get(now.key)?.job;
        if (now.job && !isActive(now.job) && (!job || isActive(job))) {
          this.discardSubmitted(now, now.job);
        }
      });
    }
    this.emitChanged();
  }

  /** A submission with its job as the server lists it; none when Jupyter was restarted and knows nothing of its end. */
  private withCurrentJob(submission: Submission<T>, jobs: ReadonlyArray<Job>): Submission<T>[] {
    const { job, key } = submission;
    if (job && !isActive(job)) {
      return [submission];
    }
    const now = jobs.find(each => each.id === job?.id || each.key === key);
    return now ? [this.withJob(submission, now)] : job ? [] : [submission];
  }

  private withJob(submission: Submission<T>, job: Job): Submission<T> {
    if (!submission.job) {
      this.onStarted(job, submission.draftKey);
    }
    return { ...submission, job };
  }

  private discardSubmitted({ draft, draftKey }: Submission<T>, job: Job): void {
    if (job.state === 'done' && this.drafts.at(draftKey) === draft) {
      this.drafts.discard(draftKey);
      this.drafts.change(this.keepAfterSubmit(draft), draftKey);
    }
  }

  private set(submissions: ReadonlyArray<Submission<T>>): void {
    this.submissions = submissions;
    this.save();
  }

  private save(): void {
    const kept = this.submissions.slice(-MAX_SUBMISSIONS).map(({ draft, draftKey, key, job }) => {
      return { draftKey, key, job, isUnchanged: this.drafts.at(draftKey) === draft };
    });
    this.store.writeLast(kept.filter(({ job, isUnchanged }) => job || isUnchanged));
  }

  private restored(): Submission<T>[] {
    const found = this.store.read();
    return (Array.isArray(found) ? found : []).filter(isKept).map(({ draftKey, key, job, isUnchanged }) => {
      const isDraftKept = isUnchanged && !this.drafts.isEmpty(draftKey);
      return {
        draft: isDraftKept ? this.drafts.at(draftKey) : ({ files: [] } as unknown as T),
        draftKey,
        key,
        job
      };
    });
  }
}

interface Kept extends Omit<Submission<never>, 'draft'> {
  /** Whether the draft was not changed since. */
  isUnchanged: boolean;
}

function isKept(value: unknown): value is Kept {
  const isJob = (job: unknown) => job === null || (isObject(job) && typeof job.id === 'string');
  return isObject(value) && isDraftKey(value.draftKey) && typeof value.key === 'string' && isJob(value.job);
}
