import { ApiError, Kind, PageRequest } from '../../api';

/** A page of children. */
export interface Page<T> {
  items: T[];
  /** Start of the next page. */
  next: number;
  total: number;
}

/** Children of one kind, loaded page by page. */
export class Branch<T> {
  nodes: TreeNode<T>[] = [];
  /** Total in openBIS; null until it has answered. */
  total: number | null = null;
  isLoading = false;
  /** Ends when the running request has ended. */
  loading: Promise<void> | null = null;
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

  /** Number of children in openBIS, as far as it is known. */
  get size(): number {
    return sizeOf(this.branches);
  }
}

/** Number of items in openBIS, as far as it is known. */
export function sizeOf<T>(branches: ReadonlyArray<Branch<T>>): number {
  return branches.reduce((sum, each) => sum + (each.total ?? 0), 0);
}
