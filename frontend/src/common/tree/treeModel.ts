import { ApiError, MAX_ROWS } from '../../api';
import { Model } from '../models/model';
import { Branch, Page, sizeOf, TreeNode } from './branches';
import { Filtering, Row, rowsOf, TailRow } from './treeRows';

export { Branch, TreeNode } from './branches';
export type { Page } from './branches';
export type { EmptyRow, NodeRow, Row, TailRow } from './treeRows';

export interface TreeOptions<T> {
  /** Branches at the top. */
  roots: ReadonlyArray<Branch<T>>;
  /** The branches below an item; none if it cannot be opened. */
  branchesOf: (item: T) => ReadonlyArray<Branch<T>>;
  keyOf: (item: T) => string;
  /** Number of items of the first request for a branch. */
  pageSize: () => number;
  /** The text that a filter is compared with; without it, the tree has no filter. */
  textOf?: (item: T) => string;
}

/** A filter of the children of one node. */
export interface TreeFilter {
  /** Key of the node; null: the rows at the top. */
  key: string | null;
  /** All its words are in the text of each item that is shown. Empty: all are shown. */
  text: string;
}

/** A tree that loads nodes when they are opened, and long lists page by page. */
export class TreeModel<T> extends Model {
  /** The filter that the user has opened; null: none. */
  filter: TreeFilter | null = null;

  private readonly end = new AbortController();
  private shown: Row<T>[] | null = null;
  /** Ends the loading of all rows for a filter. */
  private filling: AbortController | null = null;

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
    if (this.filter?.key === node.key) {
      this.setFilter(null);
    }
    this.emitChanged();
  }

  get canFilter(): boolean {
    return this.options.textOf !== undefined;
  }

  /** Number of rows at the top in openBIS, as far as it is known. */
  get size(): number {
    return sizeOf(this.options.roots);
  }

  /** Show only some children of a node, which is opened. All of them are loaded, in large pages. */
  setFilter(filter: TreeFilter | null): void {
    const isSame = filter?.key === this.filter?.key && filter?.text.trim();
    this.filter = filter;
    this.emitChanged();
    if (!isSame) {
      this.filling?.abort();
      this.filling = null;
    }
    if (filter?.text.trim() && !this.filling) {
      this.filling = new AbortController();
      void this.fill(this.filling.signal);
    }
  }

  /** Load the rest of the branches that are filtered. */
  private async fill(signal: AbortSignal): Promise<void> {
    const branches = this.filteredBranches().filter(each => !each.isComplete);
    await Promise.all(
      branches.map(async branch => {
        do {
          await this.loadPage(branch, MAX_ROWS);
        } while (!signal.aborted && !branch.isComplete && !branch.error);
      })
    );
    if (!signal.aborted) {
      this.filling = null;
    }
  }

  private filteredBranches(): ReadonlyArray<Branch<T>> {
    const { filter } = this;
    const row = filter && this.rows().find(each => each.key === filter.key);
    return row?.what === 'node' ? row.node.branches : this.options.roots;
  }

  async toggle(node: TreeNode<T>): Promise<void> {
    await (node.isOpen ? this.close(node) : this.open(node));
  }

  /** Load the next page, or try again to load the one that failed. Pages grow, so that few requests load a long list. */
  async more(branch: Branch<T>): Promise<void> {
    await this.loadPage(branch, Math.max(this.options.pageSize(), Math.min(branch.nodes.length, MAX_ROWS)));
  }

  private async loadPage(branch: Branch<T>, count: number): Promise<void> {
    const page = { start: branch.next, count };
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
    this.shown ??= rowsOf(this.options.roots, 1, null, this.filtering());
    return this.shown;
  }

  private filtering(): Filtering<T> {
    const { filter } = this;
    const { textOf } = this.options;
    const words = filter?.text.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
    const isShown = (item: T) => {
      const text = textOf?.(item).toLowerCase() ?? '';
      return words.every(each => text.includes(each));
    };
    return { key: words.length && filter && textOf ? filter.key : undefined, isShown };
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

  private load(
    branch: Branch<T>,
    read: (signal: AbortSignal) => Promise<Page<T>>,
    take: (found: Page<T>) => void
  ): Promise<void> {
    branch.loading ??= this.run(branch, read, take);
    return branch.loading;
  }

  private async run(
    branch: Branch<T>,
    read: (signal: AbortSignal) => Promise<Page<T>>,
    take: (found: Page<T>) => void
  ): Promise<void> {
    branch.isLoading = true;
    branch.error = null;
    this.emitChanged();
    try {
      take(await read(this.end.signal));
    } catch (error) {
      branch.error = ApiError.from(error);
    } finally {
      branch.isLoading = false;
      branch.loading = null;
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
