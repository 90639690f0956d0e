import { ISignal, Signal } from '@lumino/signaling';

import { Host } from '../host/host';
import { BrowserStore, isObject, restored } from './browserStore';
import { ConnectionsModel } from './connections';
import { Model } from './model';
import { allRenamed, Rename, renamed, Renames } from './renames';

/** For which connection, and about which notebook, something is typed. Each is empty when there is none. */
export interface Place {
  connection: string;
  notebook: string;
}

/** What every draft has. */
export interface Draft {
  /** Files and folders, relative to Jupyter's root folder. */
  files: ReadonlyArray<string>;
}

/** Places whose drafts are kept; the ones that were changed last. */
const MAX_DRAFTS = 30;

/**
 * What is typed into a form, kept until it is sent or discarded, also when the page is loaded again: one draft for each
 * connection and notebook. Drafts are never changed in place, so a draft is the same object only as long as nothing was
 * typed. They follow notebooks and files that are renamed.
 */
export class Drafts<T extends Draft> extends Model {
  /** By place; the one that was changed last is the last. */
  private kept = new Map<string, T>();
  private readonly _replaced = new Signal<this, [before: T, after: T]>(this);

  /**
   * @param connections The current one is the first half of a place.
   * @param host The notebook in front is the other half.
   * @param empty A draft in which nothing was typed.
   * @param renames What happens to files meanwhile.
   * @param store Where drafts outlive a reload.
   */
  constructor(
    private readonly connections: ConnectionsModel,
    private readonly host: Host,
    private readonly empty: Readonly<T>,
    renames: Renames,
    private readonly store: BrowserStore
  ) {
    super();
    this.restore();
    renames.happened.connect((_, rename) => this.follow(rename));
    connections.changed.connect(() => this.tell());
    host.changed.connect(() => this.tell());
  }

  /** Emitted when a draft was replaced by one that names the same files by their new paths. */
  get replaced(): ISignal<this, [before: T, after: T]> {
    return this._replaced;
  }

  /** Where the user is: another connection or another notebook in front has another draft. */
  get place(): Place {
    return {
      connection: this.connections.current?.name ?? '',
      notebook: this.host.notebook?.path ?? ''
    };
  }

  get draft(): T {
    return this.at(this.place);
  }

  /** The draft of a place; a new one begins with what was typed while no connection was known. */
  at(place: Place): T {
    return this.kept.get(keyOf(place)) ?? this.kept.get(keyOf({ ...place, connection: '' })) ?? this.empty;
  }

  /** Whether nothing was typed in a place. */
  isEmpty(place: Place): boolean {
    return this.at(place) === this.empty;
  }

  change(changes: Partial<T>, place: Place = this.place): void {
    const draft = { ...this.at(place), ...changes };
    this.kept.delete(keyOf(place));
    this.kept.set(keyOf(place), draft);
    this.changedDrafts();
  }

  discard(place: Place = this.place): void {
    this.kept.delete(keyOf(place));
    this.kept.delete(keyOf({ ...place, connection: '' }));
    this.changedDrafts();
  }

  private follow(rename: Rename): void {
    const replaced: [before: T, after: T][] = [];
    const kept = new Map<string, T>();
    for (const [key, draft] of this.kept) {
      const { connection, notebook } = placeOf(key);
      const files = allRenamed(draft.files, rename);
      const after = files === draft.files ? draft : { ...draft, files };
      kept.set(keyOf({ connection, notebook: renamed(notebook, rename) }), after);
      if (after !== draft) {
        replaced.push([draft, after]);
      }
    }
    const hasMoved = [...kept.keys()].join() !== [...this.kept.keys()].join();
    if (hasMoved || replaced.length) {
      this.kept = kept;
      replaced.forEach(pair => this._replaced.emit(pair));
      this.changedDrafts();
    }
  }

  private changedDrafts(): void {
    const drafts = [...this.kept].map(([key, draft]) => ({ place: placeOf(key), draft }));
    this.store.writeLast(drafts.slice(-MAX_DRAFTS));
    this.tell();
  }

  private restore(): void {
    const found = this.store.read();
    for (const each of Array.isArray(found) ? found : []) {
      if (isObject(each) && isPlace(each.place)) {
        this.kept.set(keyOf(each.place), restored(each.draft, this.empty));
      }
    }
  }
}

/** A place as a key of maps. */
export function keyOf({ connection, notebook }: Place): string {
  return JSON.stringify({ connection, notebook });
}

function placeOf(key: string): Place {
  return JSON.parse(key);
}

export function isPlace(value: unknown): value is Place {
  return isObject(value) && typeof value.connection === 'string' && typeof value.notebook === 'string';
}
