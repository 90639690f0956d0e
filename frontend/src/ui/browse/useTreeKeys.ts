import { useEffect, useId, useRef, useState } from 'react';

import { titleOf, Thing } from '../../state/things';
import { Row, TreeModel } from '../../state/tree';

interface TreeKeys {
  /** Key of the row that the Tab key leads to. */
  active: string | undefined;
  moveTo: (key: string) => void;
  /** For the element with the role `tree`. */
  list: { id: string; onKeyDown: (event: React.KeyboardEvent) => void };
}

/** The keys of the ARIA pattern "tree view", with one row in the order of the Tab key. */
export function useTreeKeys(
  tree: TreeModel,
  rows: Row[],
  activate: (row: Row) => void,
  check?: (thing: Thing) => void
): TreeKeys {
  const id = useId();
  const [wanted, setWanted] = useState<string>();
  const before = useRef(-1);
  const found = rows.findIndex(row => row.key === wanted);
  // A row that is gone ("Load more" after the last page) hands over to the one in its place.
  const at = found >= 0 ? found : Math.min(Math.max(before.current, 0), rows.length - 1);
  const active = rows[at]?.key;
  const hadFocus = useRef(false);

  useEffect(() => {
    before.current = at;
    const list = document.getElementById(id);
    if (hadFocus.current && list && !list.contains(document.activeElement)) {
      rowElement(list, active)?.focus();
    }
    hadFocus.current = list?.contains(document.activeElement) ?? false;
  });

  const moveTo = (key: string) => {
    setWanted(key);
    rowElement(document.getElementById(id), key)?.focus();
    hadFocus.current = true;
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const act =
      actionsOf(tree, rows, at, activate, moveTo, check)[event.key] ?? typeAhead(rows, at, event.key, moveTo);
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };
  return { active, moveTo, list: { id, onKeyDown } };
}

function actionsOf(
  tree: TreeModel,
  rows: Row[],
  at: number,
  activate: (row: Row) => void,
  moveTo: (key: string) => void,
  check?: (thing: Thing) => void
): Record<string, () => void> {
  const row = rows[at];
  const go = (to: number) => moveTo(rows[Math.max(0, Math.min(rows.length - 1, to))].key);
  const up = () => {
    const parent = rows
      .slice(0, at)
      .reverse()
      .find(each => each.level < row.level);
    if (parent) {
      moveTo(parent.key);
    }
  };
  const node = row.what === 'node' ? row.node : null;
  return {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    ArrowRight: () => (node?.isOpen ? go(at + 1) : node?.canOpen && void tree.open(node)),
    ArrowLeft: () => (node?.isOpen ? tree.close(node) : up()),
    Enter: () => activate(row),
    ' ': () => (node?.thing.dataSet && check ? check(node.thing) : activate(row))
  };
}

/** A letter leads to the next thing whose name begins with it. */
function typeAhead(
  rows: Row[],
  at: number,
  key: string,
  moveTo: (key: string) => void
): (() => void) | undefined {
  if (key.length !== 1) {
    return undefined;
  }
  const around = [...rows.slice(at + 1), ...rows.slice(0, at)];
  const next = around.find(
    row => row.what === 'node' && titleOf(row.node.thing).toLowerCase().startsWith(key.toLowerCase())
  );
  return next && (() => moveTo(next.key));
}

function rowElement(list: HTMLElement | null, key: string | undefined): HTMLElement | undefined {
  return Array.from(list?.children ?? []).find(each => (each as HTMLElement).dataset.key === key) as
    HTMLElement | undefined;
}
