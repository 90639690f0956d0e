import { useEffect, useId, useRef, useState } from 'react';

import { Row, TreeModel } from '../../state/tree';

interface Options<T> {
  /** Key of the row where the Tab key leads to at first. */
  initial?: string | null;
  tree: TreeModel<T>;
  rows: Row<T>[];
  nameOf: (item: T) => string;
  /** What Enter and a click do. */
  activate: (row: Row<T>) => void;
  /** What the space bar does to a thing that has a box to tick; tells whether it has one. */
  check: (item: T) => boolean;
}

export interface TreeKeys {
  /** Key of the row that the Tab key leads to. */
  active: string | undefined;
  moveTo: (key: string) => void;
  /** For the element with the role `tree`. */
  list: {
    id: string;
    onKeyDown: (event: React.KeyboardEvent) => void;
    onFocus: (event: React.FocusEvent<HTMLElement>) => void;
  };
}

/** The keys of the ARIA pattern "tree view", with one row in the order of the Tab key. */
export function useTreeKeys<T>(options: Options<T>): TreeKeys {
  const { rows } = options;
  const id = useId();
  const [wanted, setWanted] = useState(options.initial ?? undefined);
  const before = useRef(0);
  const hadFocus = useRef(false);
  const found = rows.findIndex(row => row.key === wanted);
  // A row that is gone ("Load more" after the last page) hands over to the one in its place.
  const at = found >= 0 ? found : Math.min(before.current, rows.length - 1);
  const active = rows[at]?.key;

  useEffect(() => {
    before.current = Math.max(at, 0);
    const list = document.getElementById(id);
    if (hadFocus.current && document.activeElement === document.body) {
      rowElement(list, active)?.focus();
    }
    hadFocus.current = list?.contains(document.activeElement) ?? false;
  });

  const moveTo = (key: string) => {
    setWanted(key);
    rowElement(document.getElementById(id), key)?.focus();
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
  return { active, moveTo, list: { id, onKeyDown, onFocus } };
}

type MoveTo = (key: string) => void;

function actionFor<T>(
  key: string,
  options: Options<T>,
  at: number,
  moveTo: MoveTo
): (() => void) | undefined {
  const { tree, rows, activate, check } = options;
  const row = rows[at];
  const node = row.what === 'node' ? row.node : null;
  const go = (to: number) => moveTo(rows[Math.max(0, Math.min(rows.length - 1, to))].key);
  const actions: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    ArrowRight: () => (node?.isOpen ? go(at + 1) : node?.canOpen && void tree.open(node)),
    ArrowLeft: () => (node?.isOpen ? tree.close(node) : goUp(rows, at, moveTo)),
    Enter: () => activate(row),
    ' ': () => (node && check(node.item)) || activate(row)
  };
  return actions[key] ?? typeAhead(key, options, at, moveTo);
}

function goUp<T>(rows: Row<T>[], at: number, moveTo: MoveTo): void {
  const above = rows.slice(0, at).reverse();
  const parent = above.find(each => each.level < rows[at].level);
  if (parent) {
    moveTo(parent.key);
  }
}

/** A letter leads to the next thing whose name begins with it. */
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

function rowElement(list: HTMLElement | null, key: string | undefined): HTMLElement | undefined {
  const items = Array.from(list?.children ?? []) as HTMLElement[];
  return items.find(each => each.dataset.key === key);
}
