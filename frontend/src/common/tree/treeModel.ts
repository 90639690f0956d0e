import { ApiError, Kind, MAX_ROWS, PageRequest } from '../../api';
import { Model } from '../models/model';

/** A page of children. */
export interface Page<T> {
  items: T[];
  /** Start of the next page. */
  next: number;
  total: number;
}

export interface TreeOptions<T> {
  /** Branches at the top. */
  roots: ReadonlyArray<Branch<T>>;
  /** The branches below an item; none if it cannot be opened. */
  branchesOf: (item: T) => ReadonlyArray<Branch<T>>;
  keyOf: (item: T) => string;
  /** Number of items per request. */
  pageSize: () => number;
}

/** A row of a tree. */
export type Row<T> = NodeRow<T> | TailRow<T> | EmptyRow;

export interface NodeRow<T> {
  what: 'node';
  key: string;
  level: number;
  node: TreeNode<T>;
  /** Among its siblings, from 1. */
  position: number;
  /** Number of siblings; -1 while it is unknown. */
  siblings: number;
}

/** The end of a list that has more items, is loading, or failed. */
export interface TailRow<T> {
  what: 'tail';
  key: string;
  level: number;
  branch: Branch<T>;
  /** Other branches of the same node that failed for the same reason. */
  others: ReadonlyArray<Branch<T>>;
}

export interface EmptyRow {
  what: 'empty';
  key: string;
  level: number;
}

/** Children of one kind, loaded page by page. */
export class Branch<T> {
  nodes: TreeNode<T>[] = [];
  /** Total in openBIS; null until it has answered. */
  total: number | null = null;
  isLoading = false;
  error: ApiError | null = null;
  /** Next row of the listing; it can differ from the number of nodes, as the listing may change while it is read. */
  next = 0;

  /**
   * @param key Identifies the branch in the tree.
   * @param kind Kind of its items; null for files.
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

/** A tree that loads nodes when they are opened, and long lists page by page. */
export class TreeModel<T> extends Model {
  private readonly end = new AbortController();
  private shown: Row<T>[] | null = null;

  constructor(private readonly options: TreeOptions<T>) {
    super();
  }

  /** Load the branches at the top, unless they are loaded. */
  async start(): Promise<void> {
    await this.loadFirst(this.options.roots);
  }

  async open(node: TreeNode<T>): Promise<void> {
    node.isOpen = true;
    this.emitChanged();
    await this.loadFirst(node.branches);
  }

  close(node: TreeNode<T>): void {
    node.isOpen = false;
    this.emitChanged();
  }

  async toggle(node: TreeNode<T>): Promise<void> {
    await (node.isOpen ? this.close(node) : this.open(node));
  }

  /** Load the next page, or try again to load the one that failed. */
  async more(branch: Branch<T>): Promise<void> {
    const page = { start: branch.next, count: this.options.pageSize() };
    await this.load(
      branch,
      signal => branch.read(page, signal),
      found => this.append(branch, found)
    );
  }

  /** Load more, or retry a failed page, also of the branches that failed for the same reason. */
  async retry({ branch, others }: TailRow<T>): Promise<void> {
    await Promise.all([branch, ...others].map(each => this.more(each)));
  }

  /** Reload everything. Open nodes stay open. */
  async refresh(): Promise<void> {
    await Promise.all(this.options.roots.map(each => this.reload(each)));
  }

  /** Abort requests; the tree is not shown any more. */
  dispose(): void {
    this.end.abort();
  }

  /** Return the visible rows; the same list until something changes. */
  rows(): Row<T>[] {
    this.shown ??= rowsOf(this.options.roots, 1, 'tree');
    return this.shown;
  }

  protected emitChanged(): void {
    this.shown = null;
    super.emitChanged();
  }

  private async loadFirst(branches: ReadonlyArray<Branch<T>>): Promise<void> {
    await Promise.all(branches.filter(each => each.total === null).map(each => this.more(each)));
  }

  private async reload(branch: Branch<T>): Promise<void> {
    const open = branch.nodes.filter(each => each.isOpen);
    const wanted = Math.max(this.options.pageSize(), branch.nodes.length);
    await this.load(
      branch,
      signal => this.readAgain(branch, wanted, signal),
      found => {
        branch.nodes = [];
        this.append(branch, found, open);
      }
    );
    const reopened = branch.nodes.filter(each => each.isOpen);
    await Promise.all(reopened.flatMap(each => each.branches).map(each => this.reload(each)));
  }

  /** Load the first items of a branch, in as many requests as needed. */
  private async readAgain(branch: Branch<T>, wanted: number, signal: AbortSignal): Promise<Page<T>> {
    const all: Page<T> = { items: [], next: 0, total: 0 };
    do {
      const page = { start: all.next, count: Math.min(wanted - all.next, MAX_ROWS) };
      const { items, next, total } = await branch.read(page, signal);
      all.items.push(...items);
      Object.assign(all, { next, total: items.length ? total : next });
    } while (all.next < Math.min(wanted, all.total));
    return all;
  }

  private async load(
    branch: Branch<T>,
    read: (signal: AbortSignal) => Promise<Page<T>>,
    take: (found: Page<T>) => void
  ): Promise<void> {
    if (branch.isLoading) {
      return;
    }
    branch.isLoading = true;
    branch.error = null;
    this.emitChanged();
    try {
      take(await read(this.end.signal));
    } catch (error) {
      branch.error = ApiError.from(error);
    } finally {
      branch.isLoading = false;
      this.emitChanged();
    }
  }

  private append(branch: Branch<T>, { items, next, total }: Page<T>, open: TreeNode<T>[] = []): void {
    const fresh = new Map(items.map(each => [this.options.keyOf(each), each])); // pages overlap
    branch.nodes.forEach(each => fresh.delete(each.key));
    branch.nodes = [...branch.nodes, ...[...fresh.values()].map(each => this.node(each, open))];
    branch.next = next;
    branch.total = items.length ? total : next; // an empty page is the end, even if the total is larger
  }

  private node(item: T, open: TreeNode<T>[]): TreeNode<T> {
    const key = this.options.keyOf(item);
    const node =
      open.find(each => each.key === key) ?? new TreeNode(key, item, this.options.branchesOf(item));
    node.item = item;
    return node;
  }
}

function rowsOf<T>(branches: ReadonlyArray<Branch<T>>, level: number, key: string): Row<T>[] {
  const known = branches.every(each => each.total !== null);
  const siblings = known ? branches.reduce((sum, each) => sum + (each.total ?? 0), 0) : -1;
  if (siblings === 0 && !branches.some(each => each.isLoading || each.error)) {
    return [{ what: 'empty', key: `${key}/empty`, level }];
  }
  let position = 0;
  return branches.flatMap(branch => {
    const rows = branch.nodes.flatMap(node => nodeRows(node, level, ++position, siblings));
    const others = failedAlike(branches, branch);
    const isReported = others.length > 0 && branches.indexOf(others[0]) < branches.indexOf(branch);
    return hasTail(branch) && !isReported ? [...rows, tailRow(branch, level, others)] : rows;
  });
}

function nodeRows<T>(node: TreeNode<T>, level: number, position: number, siblings: number): Row<T>[] {
  const row: NodeRow<T> = { what: 'node', key: node.key, level, node, position, siblings };
  return node.isOpen ? [row, ...rowsOf(node.branches, level + 1, node.key)] : [row];
}

function hasTail<T>(branch: Branch<T>): boolean {
  return branch.isLoading || branch.error !== null || !branch.isComplete;
}

/** Return the other branches that failed for the same reason, which is shown once. */
function failedAlike<T>(branches: ReadonlyArray<Branch<T>>, branch: Branch<T>): Branch<T>[] {
  const { error } = branch;
  return branches.filter(each => each !== branch && error && each.error?.reason === error.reason);
}

function tailRow<T>(branch: Branch<T>, level: number, others: ReadonlyArray<Branch<T>>): TailRow<T> {
  return { what: 'tail', key: `${branch.key}/tail`, level, branch, others };
}
