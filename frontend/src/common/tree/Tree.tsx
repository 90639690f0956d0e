import React, { useCallback, useEffect, useRef } from 'react';

import { useModels } from '../../state/model';
import { Branch, NodeRow, Row, TreeModel } from '../../state/tree';
import { EmptyItem, NodeItem, TailItem } from './TreeItems';
import { TreeKeys, useTreeKeys } from './useTreeKeys';

export interface TreeProps<T> {
  tree: TreeModel<T>;
  label: string;
  /** What people call a thing. */
  nameOf: (item: T) => string;
  /** The same, with what else a screen reader should say. */
  labelOf: (item: T) => string;
  /** Draws a thing; always the same component. */
  Draw: React.ComponentType<{ item: T }>;
  /** The row that loads more. */
  moreLabel: (branch: Branch<T>) => string;
  /** What stands in a place that holds nothing. */
  emptyLabel: (level: number) => string;
  /** Whether a click chooses this thing; else it opens it. */
  canChoose?: (item: T) => boolean;
  /** Key of the thing that is chosen. */
  chosen?: string | null;
  onChoose?: (item: T) => void;
  /** Whether a thing is ticked; null if it has no box. */
  checked?: (item: T) => boolean | null;
  onCheck?: (item: T) => void;
  /** Whether the box of a thing cannot be ticked or unticked by itself. */
  isLocked?: (item: T) => boolean;
  /** Whether things that can be opened have boxes, too. */
  boxesEverywhere?: boolean;
}

/** A tree as the ARIA pattern "tree view" has it: one stop for the Tab key; arrows move, open and close. */
export function Tree<T>(props: TreeProps<T>): JSX.Element {
  const { tree, label } = props;
  useModels(tree);
  useEffect(() => {
    void tree.start();
  }, [tree]);
  const rows = tree.rows();
  const { keys, ...actions } = useActions(props, rows);
  return (
    <ul role="tree" aria-label={label} className="jp-openbis-tree" {...keys.list}>
      {rows.map(row => drawRow(props, row, row.key === keys.active, actions))}
    </ul>
  );
}

interface Actions<T> {
  click: (row: Row<T>) => void;
  toggle: (row: NodeRow<T>) => void;
  tick: (item: T) => void;
}

/** What keys and clicks do. The functions stay the same ones: rows are drawn again only if they change. */
function useActions<T>(props: TreeProps<T>, rows: Row<T>[]): Actions<T> & { keys: TreeKeys } {
  const { tree, nameOf, chosen } = props;
  const activate = (row: Row<T>) => activateRow(props, row);
  const check = (item: T) => checkItem(props, item);
  const keys = useTreeKeys({ tree, rows, nameOf, activate, check, initial: chosen });
  const click = useStable((row: Row<T>) => {
    keys.moveTo(row.key);
    activate(row);
  });
  const toggle = useStable((row: NodeRow<T>) => {
    keys.moveTo(row.key);
    void tree.toggle(row.node);
  });
  const tick = useStable((item: T) => void check(item));
  return { keys, click, toggle, tick };
}

function drawRow<T>(props: TreeProps<T>, row: Row<T>, isActive: boolean, actions: Actions<T>): JSX.Element {
  const common = { isActive, onClick: actions.click };
  if (row.what === 'empty') {
    return <EmptyItem key={row.key} row={row} {...common} text={props.emptyLabel(row.level)} />;
  }
  if (row.what === 'tail') {
    const { isLoading, error } = row.branch;
    const state = { isLoading, error, more: props.moreLabel(row.branch) };
    return <TailItem key={row.key} row={row} {...common} {...state} />;
  }
  const { level, position, siblings, key } = row;
  const { item, isOpen } = row.node;
  const state = { item, isOpen, isChosen: props.chosen === key, isChecked: props.checked?.(item) ?? null };
  const words = { name: props.nameOf(item), label: props.labelOf(item), Draw: props.Draw as Drawing };
  const does = {
    onClick: actions.click as Click,
    onToggle: actions.toggle as Toggle,
    onCheck: actions.tick as Tick
  };
  return (
    <NodeItem
      key={key}
      {...{ row, level, position, siblings, isActive }}
      {...state}
      {...words}
      {...does}
      boxesEverywhere={props.boxesEverywhere ?? false}
      isLocked={props.isLocked?.(item) ?? false}
    />
  );
}

// `memo` loses the type of the things; the component passes on what it was given.
type Drawing = React.ComponentType<{ item: unknown }>;
type Toggle = (row: NodeRow<unknown>) => void;
type Click = (row: Row<unknown>) => void;
type Tick = (item: unknown) => void;

/** Tick a thing or take the tick away; tells whether it has a box. */
function checkItem<T>({ checked, onCheck, isLocked }: TreeProps<T>, item: T): boolean {
  const hasBox = onCheck !== undefined && (checked?.(item) ?? null) !== null;
  if (hasBox && !isLocked?.(item)) {
    onCheck(item);
  }
  return hasBox;
}

function activateRow<T>({ tree, canChoose = () => true, onChoose }: TreeProps<T>, row: Row<T>): void {
  if (row.what === 'tail') {
    void tree.more(row.branch);
  } else if (row.what === 'node') {
    if (onChoose && canChoose(row.node.item)) {
      onChoose(row.node.item);
    } else if (row.node.canOpen) {
      void tree.toggle(row.node);
    }
  }
}

/** The same function at every drawing, which does what the one of the last drawing does. */
function useStable<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
