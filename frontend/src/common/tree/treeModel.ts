import { ApiError, Kind, PageRequest } from '../api';
import { Model } from './model';

/** Some of the things in a place. */
export interface Page<T> {
  items: T[];
  /** Where the listing goes on. */
  next: number;
  total: number;
}

export interface TreeOptions<T> {
  /** What is seen first. */
  roots: ReadonlyArray<Branch<T>>;
  /** What lies in a thing; nothing for what cannot be opened. */
  branchesOf: (item: T) => ReadonlyArray<Branch<T>>;
  keyOf: (item: T) => string;
  /** How many things are loaded at a time. */
  pageSize: () => number;
}

/** What a tree shows, one below the other. */
export type Row<T> = NodeRow<T> | TailRow<T> | EmptyRow;

export interface NodeRow<T> {
  what: 'node';
  key: string;
  level: number;
  node: TreeNode<T>;
  /** Among its siblings, from 1. */
  position: number;
  /** How many siblings there are; -1 as long as that is not known. */
  siblings: number;
}

/** The end of a list that goes on, is being loaded, or could not be loaded. */
export interface TailRow<T> {
  what: 'tail';
  key: string;
  level: number;
  branch: Branch<T>;
}

export interface EmptyRow {
  what: 'empty';
  key: string;
  level: number;
}

/** What lies in one place, of one kind: loaded a page at a time. */
export class Branch<T> {
  nodes: TreeNode<T>[] = [];
  /** How many there are in openBIS; null until it has told. */
  total: number | null = null;
  isLoading = false;
  error: ApiError | null = null;
  /** The row of the listing that comes next: it may have moved on while we were reading it. */
  next = 0;

  /**
   * @param key Tells it from other branches of the tree.
   * @param kind Of what lies in it; null for files.
   * @param read Reads a page.
   */
  constructor(
    readonly key: string,
    readonly kind: Kind | null,
    readonly read: (page: PageRequest, signal: AbortSignal) => Promise<Page<T>>
  ) {}

  get isComplete(): boolean {
    return this.total !== null && this.next >= this.total;
  }
}

export class TreeNode<T> {
  isOpen = false;

  constructor(
    readonly key: string,
    public item: T,
    readonly branches: ReadonlyArray<Branch<T>>
  ) {}

  get canOpen(): boolean {
    return this.branches.length > 0;
  }
}

/** A tree of which only what is looked at is loaded, and of long lists one page at a time. */
export class TreeModel<T> extends Model {
  private readonly end = new AbortController();

  constructor(private readonly options: TreeOptions<T>) {
    super();
  }

  /** Load what is seen first, unless it is there. */
  async start(): Promise<void> {
    await this.loadFirst(this.options.roots);
  }

  async open(node: TreeNode<T>): Promise<void> {
    node.isOpen = true;
    this.tell();
    await this.loadFirst(node.branches);
  }

  close(node: TreeNode<T>): void {
    node.isOpen = false;
    this.tell();
  }

  async toggle(node: TreeNode<T>): Promise<void> {
    await (node.isOpen ? this.close(node) : this.open(node));
  }

  /** Load the next page, or try again to load the one that failed. */
  async more(branch: Branch<T>): Promise<void> {
    const page = { start: branch.next, count: this.options.pageSize() };
    await this.load(branch, page, found => this.append(branch, found));
  }

  /** Load everything that was loaded anew. What is open stays open. */
  async refresh(): Promise<void> {
    await Promise.all(this.options.roots.map(each => this.reload(each)));
  }

  /** Forget what is under way; the tree is not shown any more. */
  dispose(): void {
    this.end.abort();
  }

  /** The rows that are to be seen. */
  rows(): Row<T>[] {
    return rowsOf(this.options.roots, 1, 'tree');
  }

  private async loadFirst(branches: ReadonlyArray<Branch<T>>): Promise<void> {
    await Promise.all(branches.filter(each => each.total === null).map(each => this.more(each)));
  }

  private async reload(branch: Branch<T>): Promise<void> {
    const count = Math.max(this.options.pageSize(), Math.min(branch.nodes.length, MOST));
    const open = branch.nodes.filter(each => each.isOpen);
    await this.load(branch, { start: 0, count }, found => {
      branch.nodes = [];
      this.append(branch, found, open);
    });
    const still = branch.nodes.filter(each => each.isOpen);
    await Promise.all(still.flatMap(each => each.branches).map(each => this.reload(each)));
  }

  private async load(branch: Branch<T>, page: PageRequest, take: (found: Page<T>) => void): Promise<void> {
    if (branch.isLoading) {
      return;
    }
    branch.isLoading = true;
    branch.error = null;
    this.tell();
    try {
      take(await branch.read(page, this.end.signal));
    } catch (error) {
      branch.error = ApiError.from(error);
    } finally {
      branch.isLoading = false;
      this.tell();
    }
  }

  private append(branch: Branch<T>, { items, next, total }: Page<T>, open: TreeNode<T>[] = []): void {
    const known = new Set(branch.nodes.map(each => each.key));
    const fresh = items.filter(each => !known.has(this.options.keyOf(each)));
    branch.nodes = [...branch.nodes, ...fresh.map(each => this.node(each, open))];
    branch.next = next;
    branch.total = items.length ? total : next; // an empty page is the end, whatever was counted
  }

  private node(item: T, open: TreeNode<T>[]): TreeNode<T> {
    const key = this.options.keyOf(item);
    const node =
      open.find(each => each.key === key) ?? new TreeNode(key, item, this.options.branchesOf(item));
    node.item = item;
    return node;
  }
}

/** How many rows the server gives at a time. */
const MOST = 1000;

function rowsOf<T>(branches: ReadonlyArray<Branch<T>>, level: number, key: string): Row<T>[] {
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

function nodeRows<T>(node: TreeNode<T>, level: number, position: number, siblings: number): Row<T>[] {
  const row: NodeRow<T> = { what: 'node', key: node.key, level, node, position, siblings };
  return node.isOpen ? [row, ...rowsOf(node.branches, level + 1, node.key)] : [row];
}

function hasTail<T>(branch: Branch<T>): boolean {
  return branch.isLoading || branch.error !== null || !branch.isComplete;
}

function tailRow<T>(branch: Branch<T>, level: number): TailRow<T> {
  return { what: 'tail', key: `${branch.key}/tail`, level, branch };
}
