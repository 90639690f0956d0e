import { BrowsingApi, Connection, Reference } from '../api';
import { entityTree, EntityTreeModel } from './entityTree';
import { Model } from './model';
import { SearchModel } from './search';
import { TransfersModel } from './transfers';

/** What a connection shows: all of it, and what a search has found. */
export interface BrowsingPlace {
  connection: string;
  tree: EntityTreeModel;
  search: SearchModel;
}

/** Where in openBIS the user looks around. It outlives the view, so that nothing is lost on a way to another tab. */
export class BrowsingModel extends Model {
  /** Null until a connection is logged in. */
  place: BrowsingPlace | null = null;

  /** Whether the connection is logged in now. What was found before stays until somebody else logs in. */
  isConnected = false;
  /** Whose details were shown before `back`. */
  left: Reference | null = null;

  /** Path of the file that is previewed, in the data set whose details are shown. */
  file: string | null = null;

  private way: Reference[] = [];
  private session = '';

  constructor(
    private readonly api: BrowsingApi,
    private readonly pageSize: () => number,
    transfers: TransfersModel
  ) {
    super();
    transfers.ended.connect((_, { kind, state, connection }) => {
      const isNew = kind !== 'download' && state === 'done';
      if (isNew && connection === this.place?.connection) {
        void this.place.tree.refresh(); // what was uploaded is to be seen
      }
    });
  }

  /** Whose details are shown; null for the tree, or what was found. */
  get shown(): Reference | null {
    return this.way[this.way.length - 1] ?? null;
  }

  /** Look around through this connection. What was loaded stays as long as it is the same one, and the same user. */
  follow(connection: Connection | null): void {
    const isConnected = connection?.status === 'connected';
    const session = isConnected ? [connection.name, connection.url, connection.username].join('\n') : '';
    const isNew = isConnected && session !== this.session;
    if (isNew) {
      this.session = session;
      this.begin(connection.name);
    }
    if (isNew || isConnected !== this.isConnected) {
      this.isConnected = isConnected;
      this.tell();
    }
  }

  /** Show the details of a thing. */
  show(thing: Reference): void {
    this.way = [...this.way, thing];
    this.file = null;
    this.tell();
  }

  /** Go back to where the details were opened. */
  back(): void {
    this.left = this.shown;
    this.way = this.way.slice(0, -1);
    this.file = null;
    this.tell();
  }

  /** Preview a file of the data set whose details are shown; null: none of them. */
  preview(path: string | null): void {
    this.file = path;
    this.tell();
  }

  private begin(connection: string): void {
    this.place?.tree.dispose();
    this.place?.search.dispose();
    this.way = [];
    this.left = null;
    this.file = null;
    this.place = this.placeOf(connection);
  }

  private placeOf(connection: string): BrowsingPlace {
    const { api, pageSize } = this;
    const kinds = ['space', 'project', 'experiment', 'sample', 'dataSet'] as const;
    return {
      connection,
      tree: entityTree(api, connection, { kinds, pageSize }),
      search: new SearchModel(api, connection, pageSize)
    };
  }
}
