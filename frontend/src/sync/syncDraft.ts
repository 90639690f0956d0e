import { KeepRequest, KeptFolder, SyncDirection, SyncPreference, SyncRequest } from '../api';
import { BrowserStore, restored } from '../common/models/browserStore';
import { Model } from '../common/models/model';
import { Renames, renamed } from '../common/models/renames';

/** What was entered in the form. */
export interface SyncDraft {
  /** Jupyter's path, or an absolute one of the host. */
  folder: string;
  /** Identifier or permId of the sample or experiment. */
  owner: string;
  direction: SyncDirection;
  delete: boolean;
  prefer: SyncPreference;
  hidden: boolean;
  /** Patterns of what is left out, one in a line. */
  exclude: string;
}

export const DIRECTIONS: ReadonlyArray<SyncDirection> = ['both', 'up', 'down'];
export const PREFERENCES: ReadonlyArray<SyncPreference> = ['neither', 'here', 'openbis'];

const EMPTY: SyncDraft = {
  folder: '',
  owner: '',
  direction: 'both',
  delete: false,
  prefer: 'neither',
  hidden: false,
  exclude: ''
};

/** What was entered in the form that synchronises a folder, until it is sent; the folder follows renames. */
export class SyncDraftModel extends Model {
  draft: Readonly<SyncDraft>;

  /** @param store Keeps the draft through a reload and a restart of Jupyter. */
  constructor(
    renames: Renames,
    private readonly store: BrowserStore
  ) {
    super();
    this.draft = draftIn(store.read());
    renames.happened.connect((_, rename) => {
      const folder = renamed(this.draft.folder, rename);
      if (folder !== this.draft.folder) {
        this.change({ folder });
      }
    });
  }

  /** Begin with a folder, and the settings of a kept one; what was entered for the same folder before stays. */
  begin(folder: string, kept: KeptFolder | null = null): void {
    if (folder !== this.draft.folder) {
      this.set({ ...EMPTY, folder, ...(kept && settingsOf(kept)) });
    }
  }

  /** Begin with a sample or experiment, for a folder that can be changed. */
  beginFor(owner: string, folder: string): void {
    this.begin(folder);
    this.change({ owner });
  }

  change(changes: Partial<SyncDraft>): void {
    this.set({ ...this.draft, ...changes });
  }

  discard(): void {
    this.set(EMPTY);
  }

  private set(draft: SyncDraft): void {
    this.draft = draft;
    this.store.write(draft);
    this.emitChanged();
  }
}

function draftIn(kept: unknown): SyncDraft {
  const draft = restored(kept, EMPTY);
  const isValid = DIRECTIONS.includes(draft.direction) && PREFERENCES.includes(draft.prefer);
  return isValid ? draft : EMPTY;
}

function settingsOf({ direction, delete: deletes, hidden, exclude }: KeptFolder): Partial<SyncDraft> {
  return { direction, delete: deletes, hidden, exclude: exclude.join('\n') };
}

/** Return the request to synchronise once. */
export function syncRequest(draft: SyncDraft, connection: string): SyncRequest {
  return { ...keepRequest(draft, connection), prefer: draft.prefer };
}

/** Return the request to keep the folder. */
export function keepRequest(draft: SyncDraft, connection: string): KeepRequest {
  const { folder, owner, direction, delete: deletes, hidden, exclude } = draft;
  const patterns = exclude.split('\n').map(each => each.trim());
  return {
    connection,
    folder: folder.trim(),
    owner,
    direction,
    delete: deletes,
    hidden,
    exclude: patterns.filter(Boolean)
  };
}
