import { Rename, renamed } from './renames';

/** That a notebook is to be told what a download has brought. */
export interface Claim {
  job: string;
  /** Path of the notebook. */
  notebook: string;
  /** When it was made, in milliseconds. */
  since: number;
  /** Whether the notebook has been told. */
  isSettled: boolean;
}

const MOST = 200; // as many as the server remembers transfers

/**
 * Which notebooks wait for which downloads. The browser keeps it, for all windows of one Jupyter: downloads take hours,
 * and whoever comes back then may have closed the window that began them.
 */
export class Claims {
  /**
   * @param storage Where they are kept.
   * @param name Under which name there.
   * @param clock The time in milliseconds.
   */
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly name: string,
    private readonly clock: () => number = Date.now
  ) {}

  get all(): Claim[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.name) ?? '[]');
      return Array.isArray(kept) ? kept : [];
    } catch {
      return []; // the browser keeps nothing, or somebody else wrote it
    }
  }

  /** The notebook that a download was begun for. */
  notebookOf(job: string): string | null {
    return this.all.find(claim => claim.job === job)?.notebook ?? null;
  }

  /** Whether a notebook has still to be told of a download. */
  isOpen(job: string): boolean {
    return this.all.some(claim => claim.job === job && !claim.isSettled);
  }

  add(job: string, notebook: string): void {
    this.keep([...this.all, { job, notebook, since: this.clock(), isSettled: false }]);
  }

  /** Note whether the notebook has been told. */
  settle(job: string, isSettled: boolean): void {
    this.keep(this.all.map(claim => (claim.job === job ? { ...claim, isSettled } : claim)));
  }

  /** Follow a notebook that was renamed, or whose folder was. */
  follow(rename: Rename): void {
    const all = this.all;
    const moved = all.map(claim => ({ ...claim, notebook: renamed(claim.notebook, rename) }));
    if (moved.some((claim, index) => claim.notebook !== all[index].notebook)) {
      this.keep(moved);
    }
  }

  /** Forget those of transfers that nobody knows any more, but for the newest: other windows may know of them first. */
  keepOnly(jobs: ReadonlySet<string>, seconds = 60): void {
    const all = this.all;
    const recent = this.clock() - seconds * 1000;
    const kept = all.filter(claim => jobs.has(claim.job) || claim.since > recent);
    if (kept.length < all.length) {
      this.keep(kept);
    }
  }

  private keep(claims: Claim[]): void {
    try {
      this.storage.setItem(this.name, JSON.stringify(claims.slice(-MOST)));
    } catch {
      // A browser that keeps nothing: the notebook is not told. The files are there all the same.
    }
  }
}
