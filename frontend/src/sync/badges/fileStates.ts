import { TranslationBundle } from '@jupyterlab/translation';

import { ApiError, EntryState, FolderState, SyncApi } from '../../api';
import { Polling } from '../../common/models/polling';
import { FileBadge, FileListings } from '../../host/fileListings';
import { badgeOf } from './badges';

/** Milliseconds between two requests while files wait to be synchronised, and while none does. */
const ACTIVE_INTERVAL = 2_000;
const IDLE_INTERVAL = 10_000;

/** States of files that do not change until the user changes the files. */
const SETTLED: ReadonlyArray<EntryState['state']> = ['same', 'ignored', 'unknown', 'conflict', 'copy'];
const NO_BADGES: ReadonlyMap<string, FileBadge> = new Map();

/**
 * Shows the states of files in the file browsers. Each folder that comes into sight costs one request; only folders that are
 * synchronised are asked about again, while they are in sight and the page is not hidden.
 */
export class FileStates {
  /** Whether folders are synchronised: those in sight. */
  private readonly known = new Map<string, boolean>();
  private readonly polling = new Polling(() => this.load(), ACTIVE_INTERVAL, IDLE_INTERVAL);

  constructor(
    private readonly api: SyncApi,
    private readonly listings: FileListings,
    private readonly trans: TranslationBundle
  ) {}

  start(): Promise<void> {
    this.listings.changed.connect(() => this.follow());
    return this.polling.start();
  }

  /** Ask about all folders again: other folders may be synchronised now. */
  refresh(): Promise<void> {
    this.known.clear();
    return this.polling.refresh();
  }

  dispose(): void {
    this.polling.dispose();
  }

  /** The file browsers show other folders or other files. */
  private follow(): void {
    const { folders } = this.listings;
    for (const folder of [...this.known.keys()].filter(each => !folders.includes(each))) {
      this.known.delete(folder);
      this.listings.mark(folder, NO_BADGES);
    }
    if (folders.some(each => this.known.get(each) !== false)) {
      void this.polling.refresh();
    }
  }

  /** Return whether files wait to be synchronised; null if no folder in sight is synchronised. */
  private async load(): Promise<boolean | null> {
    const asked = this.listings.folders.filter(each => this.known.get(each) !== false);
    const states = await Promise.all(asked.map(each => this.show(each)));
    const synchronised = states.filter(each => each?.synchronised);
    if (!synchronised.length) {
      return null;
    }
    return synchronised.some(each => each!.entries.some(({ state }) => !SETTLED.includes(state)));
  }

  private async show(folder: string): Promise<FolderState | null> {
    try {
      const found = await this.api.state(folder);
      if (this.listings.folders.includes(folder)) {
        this.known.set(folder, found.synchronised !== null);
        this.listings.mark(
          folder,
          new Map(found.entries.map(each => [each.name, badgeOf(each, this.trans)] as const))
        );
      }
      return found;
    } catch (thrown) {
      const { status } = ApiError.from(thrown);
      if (status >= 400 && status < 500) {
        this.known.set(folder, false); // e.g. a folder that was deleted
        this.listings.mark(folder, NO_BADGES);
      }
      return null;
    }
  }
}
