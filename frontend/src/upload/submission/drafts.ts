import { ISignal, Signal } from '@lumino/signaling';

import { BrowserStore, isObject, restored } from '../../common/models/browserStore';
import { Model } from '../../common/models/model';
import { allRenamed, Rename, renamed, Renames } from '../../common/models/renames';
import { ConnectionsModel } from '../../connections/connections';
import { Host } from '../../host/host';

/** Connection and notebook of a draft. Each is empty when there is none. */
export interface DraftKey {
  connection: string;
  notebook: string;
}

/** Common part of all drafts. */
export interface Draft {
  /** Files and folders, relative to Jupyter's root folder. */
  files: ReadonlyArray<string>;
}

/** Number of drafts that are kept: those that were changed last. */
const MAX_DRAFTS = 30;

/**
 * Drafts of a form, kept until they are sent or discarded, also after a reload of the page: one for each
 * connection and notebook. Drafts are immutable: the same object means that nothing was entered since. They follow notebooks
 * and files that are renamed.
 */
export class Drafts<T extends Draft> extends Model {
  /** By key; the one that was changed last is the last. */
  private drafts = new Map<string, T>();
  /** Drafts with which forms begin instead of an empty one, by key; they are not stored. */
  protected readonly proposals = new Map<string, T>();
  private readonly _replaced = new Signal<this, [before: T, after: T]>(this);

  /**
   * @param connections Provides the connection of the key.
   * @param host Provides the notebook of the key.
   * @param empty An empty draft.
   * @param renames Renamed files.
   * @param store Keeps drafts through a reload.
   */
  constructor(
    private readonly connections: ConnectionsModel,
    private readonly host: Host,
    protected readonly empty: Readonly<T>,
    renames: Renames,
    private readonly store: BrowserStore
  ) {
    super();
    this.restore();
    renames.happened.connect((_, rename) => this.renameFile(rename));
    connections.changed.connect(() => this.emitChanged());
    host.changed.connect(() => this.emitChanged());
  }

  /** Emitted when a draft was replaced by one that names the same files by their new paths. */
  get replaced(): ISignal<this, [before: T, after: T]> {
    return this._replaced;
  }

  /** Key of the current draft: connection and notebook. */
  get draftKey(): DraftKey {
    return {
      connection: this.connections.current?.name ?? '',
      notebook: this.host.notebook?.path ?? ''
    };
  }

  get draft(): T {
    return this.at(this.draftKey);
  }

  /** Return the draft of a key; by default, the one that was entered before a connection was known. */
  at(draftKey: DraftKey): T {
    return (
      this.drafts.get(keyText(draftKey)) ??
      this.drafts.get(keyText({ ...draftKey, connection: '' })) ??
      this.initial(draftKey)
    );
  }

  /** Whether nothing was entered. */
  isEmpty(draftKey: DraftKey): boolean {
    return this.at(draftKey) === this.initial(draftKey);
  }

  /** Return the draft with which a form begins; the same object as long as nothing else is proposed. */
  private initial(draftKey: DraftKey): Readonly<T> {
    return this.proposals.get(keyText(draftKey)) ?? this.empty;
  }

  change(changes: Partial<T>, draftKey: DraftKey = this.draftKey): void {
    const draft = { ...this.at(draftKey), ...changes };
    this.drafts.delete(keyText(draftKey));
    this.drafts.set(keyText(draftKey), draft);
    this.storeDrafts();
  }

  discard(draftKey: DraftKey = this.draftKey): void {
    this.drafts.delete(keyText(draftKey));
    this.drafts.delete(keyText({ ...draftKey, connection: '' }));
    this.storeDrafts();
  }

  private renameFile(rename: Rename): void {
    const replaced: [before: T, after: T][] = [];
    const kept = new Map<string, T>();
    for (const [key, draft] of this.drafts) {
      const { connection, notebook } = parseKey(key);
      const files = allRenamed(draft.files, rename);
      const after = files === draft.files ? draft : { ...draft, files };
      kept.set(keyText({ connection, notebook: renamed(notebook, rename) }), after);
      if (after !== draft) {
        replaced.push([draft, after]);
      }
    }
    const hasMoved = [...kept.keys()].join() !== [...this.drafts.keys()].join();
    if (hasMoved || replaced.length) {
      this.drafts = kept;
      replaced.forEach(pair => this._replaced.emit(pair));
      this.storeDrafts();
    }
  }

  private storeDrafts(): void {
    const drafts = [...this.drafts].map(([key, draft]) => ({ draftKey: parseKey(key), draft }));
    this.store.writeLast(drafts.slice(-MAX_DRAFTS));
    this.emitChanged();
  }

  private restore(): void {
    const found = this.store.read();
    for (const each of Array.isArray(found) ? found : []) {
      if (isObject(each) && isDraftKey(each.draftKey)) {
        this.drafts.set(keyText(each.draftKey), restored(each.draft, this.empty));
      }
    }
  }
}

/** Return the key as text, for maps. */
export function keyText({ connection, notebook }: DraftKey): string {
  return JSON.stringify({ connection, notebook });
}

function parseKey(key: string): DraftKey {
  return JSON.parse(key);
}

export function isDraftKey(value: unknown): value is DraftKey {
  return isObject(value) && typeof value.connection === 'string' && typeof value.notebook === 'string';
}
