import { RefObject, useLayoutEffect, useRef } from 'react';

import { Row, TailRow, TreeModel, TreeNode } from './treeModel';
import { useUserScroll } from './useFocusInSight';

/** Number of children that are scrolled into view when a node is opened. */
const REVEALED = 20;

/** Actions of keys and clicks on the model of a tree. */
export interface OpeningTree<T> {
  open: (node: TreeNode<T>) => void;
  close: (node: TreeNode<T>) => void;
  toggle: (node: TreeNode<T>) => void;
  more: (row: TailRow<T>) => void;
}

/** Opens nodes and scrolls their children into view when they are loaded. */
export function useRevealing<T>(
  tree: TreeModel<T>,
  rows: Row<T>[],
  list: RefObject<HTMLElement>
): OpeningTree<T> {
  const opened = useRef<TreeNode<T> | null>(null);
  useLayoutEffect(() => {
    const node = opened.current;
    if (!node?.branches.some(each => each.isLoading && each.total === null)) {
      opened.current = null;
    }
    if (node?.isOpen) {
      reveal(list.current, rows, node.key);
    }
  }, [list, rows]);
  useUserScroll(list, () => (opened.current = null));
  const open = (node: TreeNode<T>) => {
    opened.current = node;
    void tree.open(node);
  };
  const close = (node: TreeNode<T>) => tree.close(node);
  return {
    open,
    close,
    toggle: node => (node.isOpen ? close(node) : open(node)),
    more: row => void tree.retry(row)
  };
}

function reveal<T>(list: HTMLElement | null, rows: Row<T>[], key: string): void {
  const at = rows.findIndex(each => each.key === key);
  const level = rows[at]?.level ?? 0;
  const inside = rows.slice(at + 1, at + 1 + REVEALED);
  const end = inside.findIndex(each => each.level <= level);
  const last = (end < 0 ? inside : inside.slice(0, end)).pop();
  // The node itself comes last: it stays visible if not all rows fit.
  [last?.key, key].forEach(each => rowElement(list, each)?.scrollIntoView?.({ block: 'nearest' }));
}

/** The row of a tree that is in the page. */
export function rowElement(list: HTMLElement | null, key: string | undefined): HTMLElement | null {
  return key === undefined ? null : (list?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? null);
}
