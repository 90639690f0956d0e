import { ApiError, BrowsingApi, Kind, Reference, Rows } from '../api';
import { Model } from './model';
import { INSIDE, keyOf, Thing, things } from './things';

export interface TreeOptions {
  /** The kinds that are shown. */
  kinds: ReadonlyArray<Kind>;
  /** Where the tree begins; null for the spaces. */
  place?: Reference | null;
  /** How many things are loaded at a time. */
  pageSize: () => number;
}

/** What a tree shows, one below the other. */
export type Row = NodeRow | TailRow | EmptyRow;

export interface NodeRow {
  what: 'node';
  key: string;
  level: number;
  node: TreeNode;
  /** Among its siblings, from 1. */
  position: number;
  /** How many siblings there are; -1 as long as that is not known. */
  siblings: number;
}

/** The end of a list that goes on, is being loaded, or could not be loaded. */
export interface TailRow {
  what: 'tail';
  key: string;
  level: number;
  branch: Branch;
}

export interface EmptyRow {
  what: 'empty';
  key: string;
  level: number;
}

/** What lies in one place, of one kind: loaded a page at a time. */
export class Branch {
  nodes: TreeNode[] = [];
  /** How many there are in openBIS; null until it has told. */
  total: number | null = null;
  isLoading = false;
  error: ApiError | null = null;
  /** The row of the listing that comes next: it may have moved on while we were reading it. */
  next = 0;

  constructor(
    readonly kind: Kind,
    readonly place: Reference | null
  ) {}

  get key(): string {
    return `${this.place ? keyOf(this.place) : ''}/${this.kind}`;
  }

  get isComplete(): boolean {
    return this.total !== null && this.next >= this.total;
  }
}

export class TreeNode {
  isOpen = false;
  readonly key: string;
  readonly branches: ReadonlyArray<Branch>;

  constructor(
    public thing: Thing,
    kinds: ReadonlyArray<Kind>
  ) {
    this.key = keyOf(thing);
    this.branches = branchesOf(thing, kinds);
  }

  get canOpen(): boolean {
    return this.branches.length > 0;
  }
}

/** openBIS's spaces and what lies in them. Only what is looked at is loaded, and of long lists one page at a time. */
export class TreeModel extends Model {
  readonly roots: ReadonlyArray<Branch>;

  private readonly kinds: ReadonlyArray<Kind>;
  private readonly pageSize: () => number;
  private readonly end = new AbortController();

  constructor(
    private readonly api: BrowsingApi,
    readonly connection: string,
    { kinds, place = null, pageSize }: TreeOptions
  ) {
    super();
    this.kinds = kinds;
    this.pageSize = pageSize;
    this.roots = place ? branchesOf(place, kinds) : [new Branch('space', null)];
  }

  /** Load what is seen first, unless it is there. */
  async start(): Promise<void> {
    await this.loadFirst(this.roots);
  }

  async open(node: TreeNode): Promise<void> {
    node.isOpen = true;
    this.tell();
    await this.loadFirst(node.branches);
  }

  close(node: TreeNode): void {
    node.isOpen = false;
    this.tell();
  }

  async toggle(node: TreeNode): Promise<void> {
    await (node.isOpen ? this.close(node) : this.open(node));
  }

  /** Load the next page, or try again to load the one that failed. */
  async more(branch: Branch): Promise<void> {
    await this.load(branch, branch.next, this.pageSize(), rows => this.append(branch, rows));
  }

  /** Load everything that was loaded anew. What is open stays open. */
  async refresh(): Promise<void> {
    await Promise.all(this.roots.map(each => this.reload(each)));
  }

  /** Forget what is under way; the tree is not shown any more. */
  dispose(): void {
    this.end.abort();
  }

  /** The rows that are to be seen. */
  rows(): Row[] {
    return rowsOf(this.roots, 1, this.roots[0]?.key ?? '');
  }

  private async loadFirst(branches: ReadonlyArray<Branch>): Promise<void> {
    await Promise.all(branches.filter(each => each.total === null).map(each => this.more(each)));
  }

  private async reload(branch: Branch): Promise<void> {
    const count = Math.max(this.pageSize(), Math.min(branch.nodes.length, MOST));
    const open = branch.nodes.filter(each => each.isOpen);
    await this.load(branch, 0, count, rows => {
      branch.nodes = [];
      this.append(branch, rows, open);
    });
    const still = branch.nodes.filter(each => each.isOpen);
    await Promise.all(still.flatMap(each => each.branches).map(each => this.reload(each)));
  }

  private async load(
    branch: Branch,
    start: number,
    count: number,
    take: (rows: Rows) => void
  ): Promise<void> {
    if (branch.isLoading) {
      return;
    }
    branch.isLoading = true;
    branch.error = null;
    this.tell();
    try {
      const page = { start, count };
      take(await this.api.children(this.connection, branch.kind, branch.place, page, this.end.signal));
    } catch (error) {
      branch.error = ApiError.from(error);
    } finally {
      branch.isLoading = false;
      this.tell();
    }
  }

  private append(branch: Branch, rows: Rows, open: TreeNode[] = []): void {
    const known = new Set(branch.nodes.map(each => each.key));
    const found = things(rows);
    const nodes = found.filter(each => !known.has(keyOf(each))).map(each => this.node(each, open));
    branch.nodes = [...branch.nodes, ...nodes];
    branch.next = rows.start_with + found.length;
    branch.total = found.length ? rows.totalCount : branch.next; // an empty page is the end, whatever was counted
  }

  private node(thing: Thing, open: TreeNode[]): TreeNode {
    const node = open.find(each => each.key === keyOf(thing)) ?? new TreeNode(thing, this.kinds);
    node.thing = thing;
    return node;
  }
}

/** How many rows the server gives at a time. */
const MOST = 500;

function branchesOf(place: Reference, kinds: ReadonlyArray<Kind>): Branch[] {
  return INSIDE[place.kind].filter(kind => kinds.includes(kind)).map(kind => new Branch(kind, place));
}

function rowsOf(branches: ReadonlyArray<Branch>, level: number, key: string): Row[] {
  const known = branches.every(each => each.total !== null);
  const siblings = known ? branches.reduce((sum, each) => sum + (each.total ?? 0), 0) : -1;
  if (siblings === 0 && !branches.some(each => each.isLoading || each.error)) {
    return [{ what: 'empty', key: `${key}/empty`, level }];
  }
  let position = 0;
  return branches.flatMap(branch => {
    const rows = branch.nodes.flatMap(node => nodeRows(node, level, ++position, siblings));
    return hasTail(branch) ? [...rows, tailRow(branch, level)] : rows;
  });
}

function nodeRows(node: TreeNode, level: number, position: number, siblings: number): Row[] {
  const row: Row = { what: 'node', key: node.key, level, node, position, siblings };
  return node.isOpen ? [row, ...rowsOf(node.branches, level + 1, node.key)] : [row];
}

function hasTail(branch: Branch): boolean {
  return branch.isLoading || branch.error !== null || !branch.isComplete;
}

function tailRow(branch: Branch, level: number): Row {
  return { what: 'tail', key: `${branch.key}/tail`, level, branch };
}
