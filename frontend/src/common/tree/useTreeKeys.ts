import { RefObject, useLayoutEffect, useRef, useState } from 'react';

import { Row } from './treeModel';
import { OpeningTree, rowElement } from './useRevealing';

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
  /** Check or uncheck an item; returns whether it has a checkbox. */
  check: (item: T) => boolean;
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
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const act = isPlain && rows[at] && actionFor(event.key, options, at, moveTo);
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
  key: string,
  options: Options<T>,
  at: number,
  moveTo: MoveTo
): (() => void) | undefined {
  const { tree, rows, activate, check, itemKeys } = options;
  const row = rows[at];
  const node = row.what === 'node' ? row.node : null;
  const go = (to: number) => moveTo(rows[Math.max(0, Math.min(rows.length - 1, to))].key);
  const actions: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    ArrowRight: () => (node?.isOpen ? go(at + 1) : node?.canOpen && tree.open(node)),
    ArrowLeft: () => (node?.isOpen ? tree.close(node) : goUp(rows, at, moveTo)),
    Enter: () => activate(row),
    ' ': () => (node && check(node.item)) || activate(row)
  };
  const ofItem = node && itemKeys?.[key];
  return (
    actions[key] ?? (ofItem ? () => ofItem(node.item) : undefined) ?? typeAhead(key, options, at, moveTo)
  );
}

function goUp<T>(rows: Row<T>[], at: number, moveTo: MoveTo): void {
  const above = rows.slice(0, at).reverse();
  const parent = above.find(each => each.level < rows[at].level);
  if (parent) {
    moveTo(parent.key);
  }
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
