import { MAX_ENDED_JOBS } from '../api';
import { Rename, renamed } from '../common/models/renames';

/** The result of a transfer that is to be recorded in a notebook. */
export interface PendingRecord {
  job: string;
  /** Path of the notebook. */
  notebook: string;
  /** When it was made, in milliseconds. */
  since: number;
  /** Whether it is recorded. */
  isRecorded: boolean;
}

/**
 * Transfers whose results are to be recorded in notebooks, stored for all windows of one Jupyter: downloads take hours,
 * and the window that started them may be closed by then.
 */
export class PendingRecords {
  /**
   * @param storage Storage of the browser.
   * @param name Key in the storage.
   * @param clock The time in milliseconds.
   */
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly name: string,
    private readonly clock: () => number = Date.now
  ) {}

  get all(): PendingRecord[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.name) ?? '[]');
      return Array.isArray(kept) ? kept : [];
    } catch {
      return []; // the browser stores nothing, or the value has another format
    }
  }

  /** The notebook that a download was started for. */
  notebookOf(job: string): string | null {
    return this.all.find(claim => claim.job === job)?.notebook ?? null;
  }

  /** Whether the result of a transfer is not recorded yet. */
  isPending(job: string): boolean {
    return this.all.some(claim => claim.job === job && !claim.isRecorded);
  }

  add(job: string, notebook: string): void {
    this.store([...this.all, { job, notebook, since: this.clock(), isRecorded: false }]);
  }

  /** Set whether it is recorded. */
  markRecorded(job: string, isRecorded: boolean): void {
    this.store(this.all.map(claim => (claim.job === job ? { ...claim, isRecorded } : claim)));
  }

  /** Update the path of a notebook after a rename of it or of a parent folder. */
  renameNotebook(rename: Rename): void {
    const all = this.all;
    const moved = all.map(claim => ({ ...claim, notebook: renamed(claim.notebook, rename) }));
    if (moved.some((claim, index) => claim.notebook !== all[index].notebook)) {
      this.store(moved);
    }
  }

  /** Forget records of unknown transfers, except recent ones: another window may have just started them. */
  forgetOthers(jobs: ReadonlySet<string>, seconds = 60): void {
    const all = this.all;
    const recent = this.clock() - seconds * 1000;
    const kept = all.filter(claim => jobs.has(claim.job) || claim.since > recent);
    if (kept.length < all.length) {
      this.store(kept);
    }
  }

  private store(claims: PendingRecord[]): void {
    try {
      this.storage.setItem(this.name, JSON.stringify(claims.slice(-MAX_ENDED_JOBS)));
    } catch {
      // A browser that keeps nothing: nothing is recorded in the notebook.
    }
  }
}
