import { RefObject, useLayoutEffect, useRef, useState } from 'react';

import { Row, TreeNode } from './treeModel';
import { isMenuKey } from './itemMenu';
import { OpeningTree, rowElement } from './useRevealing';
import { Ticks } from './useTicks';

/** Actions of keys on an item, by the name of the key, e.g. `F2`. */
export type ItemKeys<T> = Readonly<Record<string, (item: T) => void>>;

interface Options<T> {
  /** Key of the row where the Tab key leads to at first. */
  initial?: string | null;
  tree: OpeningTree<T>;
  rows: Row<T>[];
  nameOf: (item: T) => string;
  /** Action of Enter and of a click. */
  activate: (row: Row<T>) => void;
  ticks: Ticks<T>;
  /** Open the menu of a row. */
  openMenu?: (row: HTMLElement) => void;
  /** Open the filter of the children of a node; null: of the rows at the top. */
  openFilter?: (node: TreeNode<T> | null) => void;
  itemKeys?: ItemKeys<T>;
  /** The element with the role `tree`. */
  list: RefObject<HTMLElement>;
}

export interface TreeKeys {
  /** Key of the row that the Tab key leads to. */
  active: string | undefined;
  /** Index of that row. */
  at: number;
  moveTo: (key: string) => void;
  /** For the element with the role `tree`. */
  list: {
    onKeyDown: (event: React.KeyboardEvent) => void;
    onFocus: (event: React.FocusEvent<HTMLElement>) => void;
  };
}

/** The keys of the ARIA pattern "tree view", with one row in the order of the Tab key. */
export function useTreeKeys<T>(options: Options<T>): TreeKeys {
  const { rows, list } = options;
  const [wanted, setWanted] = useState(options.initial ?? undefined);
  const before = useRef(0);
  const hadFocus = useRef(false);
  const isFocusWanted = useRef(false);
  const found = rows.findIndex(row => row.key === wanted);
  // A removed row ("Load more" after the last page) passes the focus to the row at its position.
  const at = Math.max(0, found >= 0 ? found : Math.min(before.current, rows.length - 1));
  const active = rows[at]?.key;

  useLayoutEffect(() => {
    before.current = at;
    const isLost = hadFocus.current && document.activeElement === document.body;
    if (isFocusWanted.current || isLost) {
      focus(rowElement(list.current, active));
    }
    isFocusWanted.current = false;
    hadFocus.current = list.current?.contains(document.activeElement) ?? false;
  });

  const moveTo = (key: string) => {
    const element = key === active ? rowElement(list.current, key) : null;
    isFocusWanted.current = element === null; // it may have to be drawn first
    focus(element);
    setWanted(key);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const { target, currentTarget } = event;
    const isOnRow = target instanceof Element && currentTarget.contains(target) && !target.matches('button');
    const act = rows[at] && isOnRow && actionFor(event, options, at, moveTo);
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };
  const onFocus = ({ target }: React.FocusEvent<HTMLElement>) => {
    const key = target.closest<HTMLElement>('[data-key]')?.dataset.key;
    if (key !== active) {
      setWanted(key);
    }
  };
  return { active, at, moveTo, list: { onKeyDown, onFocus } };
}

type MoveTo = (key: string) => void;

function actionFor<T>(
  event: React.KeyboardEvent,
  options: Options<T>,
  at: number,
  moveTo: MoveTo
): (() => void) | undefined {
  const { rows, list, openMenu } = options;
  const { altKey } = event;
  const key = mirrored(event.key, list.current);
  if (altKey) {
    return undefined;
  }
  if (event.ctrlKey || event.metaKey) {
    return key.toLowerCase() === 'a' ? options.ticks.checkAll : undefined;
  }
  if (openMenu && isMenuKey(event)) {
    const row = rowElement(list.current, rows[at].key);
    return row ? () => openMenu(row) : undefined;
  }
  return (
    (event.shiftKey ? rangeAction(key, options, at, moveTo) : undefined) ??
    plainAction(key, options, at, moveTo) ??
    typeAhead(key, options, at, moveTo)
  );
}

/** In a page that is written from right to left, the arrow to the left opens a row. */
function mirrored(key: string, list: HTMLElement | null): string {
  const others: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };
  const isRightToLeft = key in others && list !== null && getComputedStyle(list).direction === 'rtl';
  return isRightToLeft ? others[key] : key;
}

/** Shift and an arrow: the selection grows or shrinks by a row. */
function rangeAction<T>(
  key: string,
  { rows, ticks }: Options<T>,
  at: number,
  moveTo: MoveTo
): (() => void) | undefined {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const to = at + (steps[key] ?? 0);
  const isMove = to !== at && to >= 0 && to < rows.length;
  return isMove
    ? () => {
        ticks.extend(at, to);
        moveTo(rows[to].key);
      }
    : undefined;
}

function plainAction<T>(
  key: string,
  options: Options<T>,
  at: number,
  moveTo: MoveTo
): (() => void) | undefined {
  const { tree, rows, activate, ticks, itemKeys, openFilter } = options;
  const row = rows[at];
  const node = row.what === 'node' ? row.node : null;
  const go = (to: number) => moveTo(rows[Math.max(0, Math.min(rows.length - 1, to))].key);
  const actions: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    PageDown: () => go(at + PAGE),
    PageUp: () => go(at - PAGE),
    ArrowRight: () => (node?.isOpen ? go(at + 1) : node?.canOpen && tree.open(node)),
    ArrowLeft: () => (node?.isOpen ? tree.close(node) : goUp(rows, at, moveTo)),
    Enter: () => activate(row),
    ' ': () => (node && ticks.toggle(node.item, row.key)) || activate(row),
    ...(openFilter && { '/': () => openFilter(node?.isOpen ? node : nodeAbove(rows, at)) })
  };
  const ofItem = node && itemKeys?.[key];
  return actions[key] ?? (ofItem ? () => ofItem(node.item) : undefined);
}

/** Number of rows that the keys PageUp and PageDown move by. */
const PAGE = 20;

function goUp<T>(rows: Row<T>[], at: number, moveTo: MoveTo): void {
  const parent = nodeAbove(rows, at);
  if (parent) {
    moveTo(parent.key);
  }
}

/** Return the node in which a row is; null at the top. */
function nodeAbove<T>(rows: Row<T>[], at: number): TreeNode<T> | null {
  for (let index = at - 1; index >= 0; index--) {
    const row = rows[index];
    if (row.what === 'node' && row.level < rows[at].level) {
      return row.node;
    }
  }
  return null;
}

/** Type-ahead: move to the next item whose name starts with the letter. */
function typeAhead<T>(
  key: string,
  { rows, nameOf }: Options<T>,
  at: number,
  moveTo: MoveTo
): (() => void) | undefined {
  if (key.length !== 1) {
    return undefined;
  }
  const around = [...rows.slice(at + 1), ...rows.slice(0, at)];
  const fits = (name: string) => name.toLowerCase().startsWith(key.toLowerCase());
  const next = around.find(row => row.what === 'node' && fits(nameOf(row.node.item)));
  return next && (() => moveTo(next.key));
}

/** Focus a row and scroll all of it into view. */
function focus(row: HTMLElement | null): void {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView?.({ block: 'nearest' });
}
