import { useRef } from 'react';

import { Row } from './treeModel';

/** The parts of a tree's properties that its checkboxes need. */
export interface TickOptions<T> {
  /** Whether an item is checked; null if it has no checkbox. */
  checked?: (item: T) => boolean | null;
  onCheck?: (item: T) => void;
  /** Check or uncheck several items. */
  onCheckAll?: (items: ReadonlyArray<T>, isChecked: boolean) => void;
  /** Whether the checkbox of an item is locked. */
  isLocked?: (item: T) => boolean;
}

/** Checkboxes of a tree: one, ranges, all. */
export interface Ticks<T> {
  /** Check or uncheck an item, or all from the last one to it; returns whether it has a checkbox. */
  toggle: (item: T, key: string, isRange?: boolean) => boolean;
  /** Check all from the last one to a row; returns whether there are checkboxes. */
  checkTo: (key: string) => boolean;
  /** Move the end of a range: rows that it enters are checked, those that it leaves unchecked. */
  extend: (from: number, to: number) => void;
  /** Check all rows; uncheck them if all are checked. */
  checkAll: () => void;
}

export function useTicks<T>(
  { checked, onCheck, onCheckAll, isLocked }: TickOptions<T>,
  rows: ReadonlyArray<Row<T>>
): Ticks<T> {
  /** Key of the row where ranges begin. */
  const anchor = useRef<string | null>(null);
  const indexOf = (key: string | null) => rows.findIndex(each => each.key === key);
  const stateOf = (item: T) => (onCheck ? (checked?.(item) ?? null) : null);
  const tickable = (from: number, to: number) =>
    rows
      .slice(Math.min(from, to), Math.max(from, to) + 1)
      .flatMap(row => (row.what === 'node' ? [row.node.item] : []))
      .filter(item => stateOf(item) !== null && !isLocked?.(item));
  const set = (items: T[], isChecked: boolean) => {
    const others = items.filter(item => stateOf(item) !== isChecked);
    if (onCheckAll) {
      onCheckAll(others, isChecked);
    } else {
      others.forEach(item => onCheck?.(item));
    }
  };
  const setRange = (key: string, isChecked: boolean) => {
    const at = indexOf(key);
    const from = indexOf(anchor.current);
    set(tickable(from < 0 ? at : from, at), isChecked);
  };
  return {
    toggle: (item, key, isRange = false) => {
      const state = stateOf(item);
      if (state !== null && isRange) {
        setRange(key, !state);
      } else if (state !== null && !isLocked?.(item)) {
        onCheck?.(item);
      }
      anchor.current = key;
      return state !== null;
    },
    checkTo: key => {
      setRange(key, true);
      anchor.current = key;
      return rows.some(row => row.what === 'node' && stateOf(row.node.item) !== null);
    },
    extend: (from, to) => {
      const begin = indexOf(anchor.current);
      const start = begin < 0 ? from : begin;
      anchor.current = rows[start].key;
      const isShrinking = Math.abs(to - start) < Math.abs(from - start);
      set(isShrinking ? tickable(from, from) : tickable(start, to), !isShrinking);
    },
    checkAll: () => {
      const all = tickable(0, rows.length - 1);
      set(
        all,
        all.some(item => stateOf(item) === false)
      );
    }
  };
}
