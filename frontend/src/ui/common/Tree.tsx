import React, { useCallback, useEffect, useRef } from 'react';

import { useModels } from '../../state/model';
import { Branch, NodeRow, Row, TreeModel } from '../../state/tree';
import { EmptyItem, NodeItem, TailItem } from './TreeItems';
import { useTreeKeys } from './useTreeKeys';

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
  const { tree, checked = () => null, onCheck } = props;
  useModels(tree);
  useEffect(() => {
    void tree.start();
  }, [tree]);
  const rows = tree.rows();
  const activate = (row: Row<T>) => activateRow(props, row);
  const check = (item: T) => {
    const hasBox = onCheck !== undefined && checked(item) !== null;
    if (hasBox && !props.isLocked?.(item)) {
      onCheck(item);
    }
    return hasBox;
  };
  const keys = useTreeKeys({ tree, rows, nameOf: props.nameOf, activate, check, initial: props.chosen });
  // Rows are drawn again only if they change: there may be thousands of them.
  const click = useStable((row: Row<T>) => {
    keys.moveTo(row.key);
    activate(row);
  });
  const toggle = useStable((row: NodeRow<T>) => {
    keys.moveTo(row.key);
    void tree.toggle(row.node);
  });
  const tick = useStable((item: T) => void check(item));
  const draw = (row: Row<T>) => {
    const common = { isActive: row.key === keys.active, onClick: click };
    if (row.what === 'empty') {
      return <EmptyItem key={row.key} row={row} {...common} text={props.emptyLabel(row.level)} />;
    }
    if (row.what === 'tail') {
      const { isLoading, error } = row.branch;
      const state = { isLoading, error, more: props.moreLabel(row.branch) };
      return <TailItem key={row.key} row={row} {...common} {...state} />;
    }
    const { item, isOpen } = row.node;
    const state = { item, isOpen, isChecked: checked(item), isChosen: props.chosen === row.key };
    const isLocked = props.isLocked?.(item) ?? false;
    const place = { level: row.level, position: row.position, siblings: row.siblings };
    const words = { name: props.nameOf(item), label: props.labelOf(item), Draw: props.Draw as Drawing };
    const boxes = props.boxesEverywhere ?? false;
    const does = { onToggle: toggle as Toggle, onCheck: tick as Tick, onClick: click as Click };
    return (
      <NodeItem
        key={row.key}
        row={row}
        isActive={common.isActive}
        {...state}
        {...place}
        {...words}
        {...does}
        boxesEverywhere={boxes}
        isLocked={isLocked}
      />
    );
  };
  return (
    <ul role="tree" aria-label={props.label} className="jp-openbis-tree" {...keys.list}>
      {rows.map(draw)}
    </ul>
  );
}

// `memo` loses the type of the things; the component passes on what it was given.
type Drawing = React.ComponentType<{ item: unknown }>;
type Toggle = (row: NodeRow<unknown>) => void;
type Click = (row: Row<unknown>) => void;
type Tick = (item: unknown) => void;

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
