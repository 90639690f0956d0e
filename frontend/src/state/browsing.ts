import { BrowsingApi, Connection, Reference } from '../api';
import { entityTree, EntityTreeModel } from './entityTree';
import { Model } from './model';
import { SearchModel } from './search';

/** Where in openBIS the user looks around. It outlives the view, so that nothing is lost on a way to another tab. */
export class BrowsingModel extends Model {
  /** Null as long as no connection is logged in. */
  place: { connection: string; tree: EntityTreeModel; search: SearchModel } | null = null;

  private way: Reference[] = [];
  private session = '';

  constructor(
    private readonly api: BrowsingApi,
    private readonly pageSize: () => number
  ) {
    super();
  }

  /** Whose details are shown; null for the tree, or what was found. */
  get shown(): Reference | null {
    return this.way[this.way.length - 1] ?? null;
  }

  /** Look around through this connection. What was loaded stays as long as it is the same one, and the same user. */
  follow(connection: Connection | null): void {
    const isIn = connection?.status === 'connected';
    const session = isIn ? [connection.name, connection.url, connection.username].join('\n') : '';
    if (session !== this.session) {
      this.session = session;
      this.begin(isIn ? connection.name : null);
    }
  }

  /** Show the details of a thing. */
  show(thing: Reference): void {
    this.way = [...this.way, thing];
    this.tell();
  }

  /** Go back to where the details were opened. */
  back(): void {
    this.way = this.way.slice(0, -1);
    this.tell();
  }

  private begin(connection: string | null): void {
    this.place?.tree.dispose();
    this.place?.search.dispose();
    this.way = [];
    this.place = connection === null ? null : this.placeOf(connection);
    this.tell();
  }

  private placeOf(connection: string): NonNullable<BrowsingModel['place']> {
    const { api, pageSize } = this;
    const kinds = ['space', 'project', 'experiment', 'sample', 'dataSet'] as const;
    return {
      connection,
      tree: entityTree(api, connection, { kinds, pageSize }),
      search: new SearchModel(api, connection, pageSize)
    };
  }
}
