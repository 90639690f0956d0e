import { ISignal, Signal } from '@lumino/signaling';

import { EntryState, FolderState, KeptFolder, SyncAction, SyncPlan, SyncReport, Synchronised } from '../api';
import { FileBadge, FileListings } from '../host/fileListings';

/** The answer for a folder that is not synchronised. */
export const NOT_SYNCHRONISED: FolderState = { synchronised: null, entries: [], complete: true };

/** A folder that Jupyter keeps in openBIS, as the server returns it. */
export function keptFolder(changes: Partial<KeptFolder> = {}): KeptFolder {
  return {
    folder: 'work/data',
    connection: 'lab',
    permId: 'PS1',
    identifier: '/YEAST/S1',
    direction: 'both',
    delete: false,
    hidden: false,
    exclude: [],
    settleSeconds: 10,
    intervalSeconds: 60,
    state: 'watching',
    since: '2024-01-01T10:00:00+00:00',
    lastSynchronised: '2024-01-01T10:05:00+00:00',
    error: null,
    counts: {},
    differences: [],
    differenceCounts: {},
    waiting: [],
    waitingCount: 0,
    ...changes
  };
}

export function syncAction(
  action: SyncAction['action'],
  path: string,
  changes: Partial<SyncAction> = {}
): SyncAction {
  return { action, path, size: 0, movedFrom: null, problem: null, ...changes };
}

/** A plan with these actions and differences, as the server returns it. */
export function syncPlan(actions: SyncAction[], differences: SyncAction[] = []): SyncPlan {
  const all = [...actions, ...differences];
  const amount = (kind: string) => {
    const sizes = actions.filter(each => each.action === kind).map(each => each.size);
    return {
      files: sizes.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0)
    };
  };
  return {
    folder: '/home/alice/work/data',
    owner: '/YEAST/S1',
    permId: 'PS1',
    direction: 'both',
    deletesMany: false,
    actions,
    differences,
    counts: countsOf(all),
    unchanged: { files: 3, bytes: 30 },
    toSend: amount('send'),
    toFetch: amount('fetch'),
    unusable: [],
    unusableCount: 0
  };
}

/** The report of a synchronisation that has done everything. */
export function syncReport(changes: Partial<SyncReport> = {}): SyncReport {
  return {
    folder: '/home/alice/work/data',
    owner: '/YEAST/S1',
    permId: 'PS1',
    direction: 'both',
    done: [],
    failed: [],
    copies: [],
    differences: [],
    unchanged: { files: 3, bytes: 30 },
    unusable: [],
    counts: {},
    differenceCounts: {},
    failedCount: 0,
    copyCount: 0,
    unusableCount: 0,
    settled: true,
    ...changes
  };
}

export function countsOf(actions: ReadonlyArray<SyncAction>): Record<string, number> {
  const counts: Record<string, number> = {};
  actions.forEach(({ action }) => (counts[action] = (counts[action] ?? 0) + 1));
  return counts;
}

/** What is known about a synchronised folder, with the states of its files. */
export function folderState(
  states: Record<string, EntryState['state']>,
  changes: Partial<Synchronised> = {}
): FolderState {
  return {
    synchronised: {
      folder: 'work/data',
      url: 'https://openbis.example.org',
      permId: 'PS1',
      identifier: '/YEAST/S1',
      connection: 'lab',
      keeping: null,
      ...changes
    },
    entries: Object.entries(states).map(([name, state]) => ({ name, state, problem: null })),
    complete: true
  };
}

/** File browsers in memory. */
export class FakeListings implements FileListings {
  folders: string[] = [];
  /** The labels of the badges, by folder and name. */
  marked: Record<string, Record<string, string>> = {};

  private readonly _changed = new Signal<this, void>(this);

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Show other folders, or the same ones again. */
  show(...folders: string[]): void {
    this.folders = folders;
    this._changed.emit();
  }

  mark(folder: string, badges: ReadonlyMap<string, FileBadge>): void {
    this.marked[folder] = Object.fromEntries([...badges].map(([name, { label }]) => [name, label]));
  }
}
