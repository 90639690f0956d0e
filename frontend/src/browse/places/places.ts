import { ApiError, Reference } from '../../api';
import { Model } from '../../common/models/model';
import { ConnectionsModel } from '../../connections/connections';
import { SearchModel } from '../search/search';
import {
  AllPlaces,
  isSame,
  KeptPlaces,
  NO_PLACES,
  parsePlaces,
  Place,
  SavedSearch,
  seen,
  withFavourite,
  withoutSearch,
  withSearch
} from './keptPlaces';

/** Keeps a value for the user; every call may throw. */
export interface PlacesStore {
  /** Return the value as it is stored now: another window may have changed it. */
  read(): Promise<unknown>;
  write(value: AllPlaces): Promise<void>;
}

type Change = (all: AllPlaces) => AllPlaces;

/** Favourites, recent places and saved searches. They belong to an openBIS, not to the name of a connection. */
export class PlacesModel extends Model {
  /** Why they could not be read or stored. */
  problem: ApiError | null = null;
  /** The lists that are open. */
  readonly opened = new Set<keyof KeptPlaces>();

  private all: AllPlaces = {};
  /** Changes that are not stored yet. */
  private pending: Change[] = [];
  private isBusy = false;

  constructor(
    private readonly store: PlacesStore,
    private readonly connections: ConnectionsModel
  ) {
    super();
  }

  /** Read what is stored. */
  async start(): Promise<void> {
    await this.synchronize();
  }

  /** What is kept for the openBIS of a connection. */
  of(connection: string): KeptPlaces {
    return this.all[this.keyOf(connection)] ?? NO_PLACES;
  }

  isFavourite(connection: string, reference: Reference): boolean {
    return this.of(connection).favourites.some(each => isSame(each, reference));
  }

  /** Add a favourite, or remove it. */
  toggleFavourite(connection: string, place: Place): Promise<void> {
    const isWanted = !this.isFavourite(connection, place);
    return this.change(connection, kept => withFavourite(kept, plain(place), isWanted));
  }

  /** Store that the user has opened something: call it when its current name is known. */
  async visited(connection: string, place: Place): Promise<void> {
    const kept = this.of(connection);
    const after = seen(kept, plain(place));
    if (JSON.stringify(after) !== JSON.stringify(kept)) {
      await this.change(connection, each => seen(each, plain(place)));
    }
  }

  /** Save a search under a name; one with the same name is replaced. */
  saveSearch(connection: string, name: string, search: SearchModel): Promise<void> {
    const { isOverall, request, conditions } = search;
    return this.change(connection, kept => withSearch(kept, { name, isOverall, request, conditions }));
  }

  renameSearch(connection: string, search: SavedSearch, name: string): Promise<void> {
    return this.change(connection, kept => withSearch(kept, { ...search, name }, search.name));
  }

  deleteSearch(connection: string, { name }: SavedSearch): Promise<void> {
    return this.change(connection, kept => withoutSearch(kept, name));
  }

  /** Open or close a list. */
  toggle(list: keyof KeptPlaces, isOpen: boolean): void {
    if (isOpen) {
      this.opened.add(list);
    } else {
      this.opened.delete(list);
    }
    this.emitChanged();
  }

  private keyOf(connection: string): string {
    return this.connections.all?.find(each => each.name === connection)?.url ?? connection;
  }

  private change(connection: string, change: (kept: KeptPlaces) => KeptPlaces): Promise<void> {
    const key = this.keyOf(connection);
    const apply: Change = all => ({ ...all, [key]: change(all[key] ?? NO_PLACES) });
    this.all = apply(this.all);
    this.pending.push(apply);
    this.emitChanged();
    return this.synchronize();
  }

  /** Read what is stored and store the pending changes of it, one write at a time. A failed write is repeated with the next. */
  private async synchronize(): Promise<void> {
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    try {
      let done: number;
      do {
        done = this.pending.length;
        const stored = parsePlaces(await this.store.read());
        const wanted = this.pending.slice(0, done).reduce((all, apply) => apply(all), stored);
        if (done) {
          await this.store.write(wanted);
        }
        this.pending = this.pending.slice(done);
        this.all = this.pending.reduce((all, apply) => apply(all), wanted);
      } while (this.pending.length);
      this.problem = null;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    } finally {
      this.isBusy = false;
      this.emitChanged();
    }
  }
}

/** Return only what is stored of an item. */
function plain({ kind, permId, name, identifier, type }: Place): Place {
  return { kind, permId, name, identifier, type };
}
