import { BrowsingApi, Connection, Reference } from '../api';
import { Model } from '../common/models/model';
import { FilePlace } from '../transfers/download/filePlace';
import { TransfersModel } from '../transfers/transfers';
import { keyOf } from './entities/entityItem';
import { entityTree, EntityTreeModel } from './entities/entityTreeModel';
import { FileTreeModel } from './files/fileTree';
import { OverviewModel } from './search/overview';
import { SearchModel } from './search/search';

/** Contents of a connection: tree and search results. */
export interface BrowsedConnection {
  connection: string;
  tree: EntityTreeModel;
  search: SearchModel;
  /** Results of all kinds. */
  overview: OverviewModel;
}

/** A tree of any items. */
interface InnerTree {
  refresh(): Promise<void>;
  dispose(): void;
}

/** An item whose details are open, with the trees in them. */
interface OpenedDetails {
  reference: Reference;
  trees: Map<InnerTreeName, InnerTree>;
  /** Path of the file that gets the focus when it is listed; null: none. */
  wantedFile: string | null;
}

type InnerTreeName = 'contents' | 'files';

/** A file of a place. */
export interface PlacedFile {
  place: FilePlace;
  path: string;
}

/** State of one connection. */
interface BrowsingState extends BrowsedConnection {
  /** Address and user: another user may see other data. */
  session: string;
  path: ReadonlyArray<OpenedDetails>;
  lastShown: Reference | null;
  previewed: PlacedFile | null;
}

/**
 * State of the Browse tab by connection: tree, search, and open details. It is kept while other tabs are shown.
 */
export class BrowsingModel extends Model {
  /** Whether the connection is logged in. Loaded contents are kept until another user logs in. */
  isConnected = false;

  private state: BrowsingState | null = null;
  private readonly states = new Map<string, BrowsingState>();

  constructor(
    private readonly api: BrowsingApi,
    private readonly pageSize: () => number,
    transfers: TransfersModel
  ) {
    super();
    transfers.ended.connect((_, { kind, state, connection }) => {
      const isNew = kind !== 'download' && state === 'done';
      if (isNew) {
        this.refresh(connection); // to show the uploaded data set
      }
    });
  }

  /** Show the details of what was changed or created, with current trees; nothing without a login. */
  showChanged(connection: Connection | null, reference: Reference): void {
    this.setConnection(connection);
    if (connection && this.isConnected) {
      this.refresh(connection.name);
      if (this.shown?.permId !== reference.permId) {
        this.showDetails(reference);
      }
    }
  }

  /** Load the trees of a connection again: something in openBIS has changed. */
  refresh(connection: string): void {
    const shown = this.states.get(connection);
    (shown ? treesOf(shown) : []).forEach(each => void each.refresh());
  }

  /** Null until a connection is logged in. */
  get current(): BrowsedConnection | null {
    return this.state;
  }

  /** The item whose details are shown; null: tree or search results. */
  get shown(): Reference | null {
    return this.openedDetails?.reference ?? null;
  }

  /** The item whose details were shown before `back`. */
  get lastShown(): Reference | null {
    return this.state?.lastShown ?? null;
  }

  /** The file that is previewed. */
  get previewed(): PlacedFile | null {
    return this.state?.previewed ?? null;
  }

  /** Identifies the view, e.g. for its scroll position. */
  get viewKey(): string {
    const { connection = '', path = [] } = this.state ?? {};
    return JSON.stringify([connection, ...path.map(each => keyOf(each.reference))]);
  }

  /** Set the connection. Loaded contents are kept as long as the user is the same. */
  setConnection(connection: Connection | null): void {
    const isConnected = connection?.status === 'connected';
    const before = this.state;
    if (isConnected) {
      const session = [connection.url, connection.username].join('\n');
      const known = this.states.get(connection.name);
      this.state = known?.session === session ? known : this.createState(connection.name, session);
    }
    if (this.state !== before || isConnected !== this.isConnected) {
      this.isConnected = isConnected;
      this.emitChanged();
    }
  }

  /** Show the details of an item. */
  showDetails(reference: Reference): void {
    this.update({
      path: [...(this.state?.path ?? []), { reference, trees: new Map(), wantedFile: null }],
      previewed: null
    });
  }

  /** Show the details of an item of a connection, also if the Browse tab has not been shown yet. */
  showDetailsIn(connection: Connection | null, reference: Reference): void {
    this.setConnection(connection);
    this.showDetails(reference);
  }

  /** Show the details of a sample or experiment, with the focus on one of its files; nothing without a login. */
  showFile(connection: Connection, owner: Reference, path: string): void {
    this.setConnection(connection);
    if (this.isConnected) {
      if (this.shown?.permId !== owner.permId) {
        this.showDetails(owner);
      }
      this.openedDetails!.wantedFile = path;
    }
  }

  /** Return the path of the file that is to get the focus, and forget it. */
  consumeWantedFile(): string | null {
    const { openedDetails } = this;
    const path = openedDetails?.wantedFile ?? null;
    if (openedDetails) {
      openedDetails.wantedFile = null;
    }
    return path;
  }

  /** Close the details. */
  back(): void {
    const { shown, openedDetails } = this;
    openedDetails?.trees.forEach(each => each.dispose());
    this.update({ lastShown: shown, path: this.state?.path.slice(0, -1) ?? [], previewed: null });
  }

  /** Preview a file of the item whose details are shown; null: close the preview. */
  preview(file: PlacedFile | null): void {
    this.update({ previewed: file });
  }

  /** Return a tree of the shown item; it is created once, and kept until its details are closed. */
  innerTree<T extends InnerTree>(name: InnerTreeName, make: () => T): T {
    const trees = this.openedDetails?.trees;
    const tree = (trees?.get(name) as T | undefined) ?? make();
    trees?.set(name, tree);
    return tree;
  }

  /** The files of the shown item, if it has any. */
  get fileTree(): FileTreeModel | null {
    return (this.openedDetails?.trees.get('files') as FileTreeModel | undefined) ?? null;
  }

  private get openedDetails(): OpenedDetails | null {
    const path = this.state?.path ?? [];
    return path[path.length - 1] ?? null;
  }

  private update(changes: Partial<Pick<BrowsingState, 'path' | 'lastShown' | 'previewed'>>): void {
    if (this.state) {
      Object.assign(this.state, changes);
      this.emitChanged();
    }
  }

  private createState(connection: string, session: string): BrowsingState {
    const before = this.states.get(connection);
    if (before) {
      treesOf(before).forEach(each => each.dispose());
      before.search.dispose();
      before.overview.dispose();
    }
    const { api, pageSize } = this;
    const search = new SearchModel(api, connection, pageSize);
    const state = {
      connection,
      session,
      tree: entityTree(api, connection, { pageSize }),
      search,
      overview: new OverviewModel(api, connection, search),
      path: [],
      lastShown: null,
      previewed: null
    };
    this.states.set(connection, state);
    return state;
  }
}

function treesOf({ tree, path }: BrowsingState): InnerTree[] {
  return [tree, ...path.flatMap(each => [...each.trees.values()])];
}
