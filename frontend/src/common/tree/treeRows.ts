import { Branch, sizeOf, TreeNode } from './branches';

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
  /** Whether there are items, and the filter hides all of them. */
  isFiltered: boolean;
}

/** Which rows a filter shows. */
export interface Filtering<T> {
  /** Key of the node whose children are filtered; null: the rows at the top; undefined: there is no filter. */
  key: string | null | undefined;
  isShown: (item: T) => boolean;
}

/**
 * Return the visible rows of some branches.
 *
 * @param key Of the node that has these branches; null: the tree.
 */
export function rowsOf<T>(
  branches: ReadonlyArray<Branch<T>>,
  level: number,
  key: string | null,
  filtering: Filtering<T>
): Row<T>[] {
  const isFiltered = filtering.key === key;
  const nodes = branches.map(each =>
    isFiltered ? each.nodes.filter(({ item }) => filtering.isShown(item)) : each.nodes
  );
  const siblings = countSiblings(branches, nodes, isFiltered);
  if (siblings === 0 && !branches.some(each => each.isLoading || each.error)) {
    return [{ what: 'empty', key: `${key ?? 'tree'}/empty`, level, isFiltered: sizeOf(branches) > 0 }];
  }
  let position = 0;
  return branches.flatMap((branch, index) => {
    const rows = nodes[index].flatMap(node => nodeRows(node, level, ++position, siblings, filtering));
    const others = failedAlike(branches, branch);
    const isReported = others.length > 0 && branches.indexOf(others[0]) < branches.indexOf(branch);
    return hasTail(branch) && !isReported ? [...rows, tailRow(branch, level, others)] : rows;
  });
}

/** Number of children; -1 while it is unknown. */
function countSiblings<T>(
  branches: ReadonlyArray<Branch<T>>,
  nodes: ReadonlyArray<ReadonlyArray<TreeNode<T>>>,
  isFiltered: boolean
): number {
  const isKnown = branches.every(each => (isFiltered ? each.isComplete : each.total !== null));
  const count = isFiltered ? nodes.reduce((sum, each) => sum + each.length, 0) : sizeOf(branches);
  return isKnown ? count : -1;
}

function nodeRows<T>(
  node: TreeNode<T>,
  level: number,
  position: number,
  siblings: number,
  filtering: Filtering<T>
): Row<T>[] {
  const row: NodeRow<T> = { what: 'node', key: node.key, level, node, position, siblings };
  return node.isOpen ? [row, ...rowsOf(node.branches, level + 1, node.key, filtering)] : [row];
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
