import React, { memo, RefObject, useCallback, useEffect, useMemo, useRef } from 'react';

import { useModels } from '../models/model';
import { EmptyItem, NodeItem, TailItem } from './TreeItems';
import { Branch, NodeRow, Row, TreeModel } from './treeModel';
import { OpeningTree, useRevealing } from './useRevealing';
import { ItemKeys, TreeKeys, useTreeKeys } from './useTreeKeys';
import { CHUNK, chunkKey, useWindow } from './useWindow';

export interface TreeProps<T> {
  tree: TreeModel<T>;
  label: string;
  /** The label of an item. */
  nameOf: (item: T) => string;
  /** The label for screen readers, with more details. */
  labelOf: (item: T) => string;
  /** Component that renders an item; always the same one. */
  Draw: React.ComponentType<{ item: T }>;
  /** The row that loads more. */
  moreLabel: (branch: Branch<T>) => string;
  /** Text of an empty branch. */
  emptyLabel: (level: number) => string;
  /** Whether a click selects the item; otherwise it opens it. */
  canChoose?: (item: T) => boolean;
  /** Key of the selected item. */
  chosen?: string | null;
  onChoose?: (item: T) => void;
  /** Whether an item is checked; null if it has no checkbox. */
  checked?: (item: T) => boolean | null;
  onCheck?: (item: T) => void;
  /** Whether the checkbox of an item is locked. */
  isLocked?: (item: T) => boolean;
  /** Whether items that can be opened have checkboxes, too. */
  boxesEverywhere?: boolean;
  /** Actions of further keys on the item with the focus, by the name of the key. */
  itemKeys?: ItemKeys<T>;
}

/**
 * A tree as the ARIA pattern "tree view" has it: one stop for the Tab key; arrows move, open and close. Of long trees only
 * the rows near the visible ones are in the page; `aria-setsize` and `aria-posinset` count all of them.
 */
export function Tree<T>(props: TreeProps<T>): JSX.Element {
  const { tree, label, itemKeys } = props;
  useModels(tree);
  useEffect(() => {
    void tree.start();
  }, [tree]);
  const list = useRef<HTMLDivElement>(null);
  const rows = tree.rows();
  const chunks = useMemo(() => chunksOf(rows), [rows]);
  const { keys, ...actions } = useActions(props, rows, list);
  const { isNear, heightOf } = useWindow(list, tree, chunks.length);
  const stable = useStableObject(actions);
  const at = Math.floor(keys.at / CHUNK);
  return (
    <div
      role="tree"
      aria-label={label}
      aria-keyshortcuts={itemKeys && Object.keys(itemKeys).join(' ')}
      className="jp-openbis-tree"
      ref={list}
      {...keys.list}
    >
      {chunks.map((each, index) => (
        <Chunk
          key={index}
          index={index}
          rows={each as Row<unknown>[]}
          height={isNear(index) || index === at ? null : heightOf(each)}
          active={index === at ? keys.active : undefined}
          tree={props as unknown as TreeProps<unknown>}
          actions={stable as Actions<unknown>}
        />
      ))}
    </div>
  );
}

interface ChunkProps {
  index: number;
  rows: Row<unknown>[];
  /** Height in pixels of the rows while they are not rendered; null: they are. */
  height: number | null;
  /** Key of the row that the Tab key leads to, if it is one of these. */
  active: string | undefined;
  tree: TreeProps<unknown>;
  actions: Actions<unknown>;
}

/** Some rows of a tree. A key that moves the focus renders one or two chunks again. */
const Chunk = memo(({ index, rows, height, active, tree, actions }: ChunkProps): JSX.Element => (
  <div
    role="none"
    data-chunk={index}
    data-chunk-key={chunkKey(rows)}
    style={height === null ? undefined : { height: `${height}px` }}
  >
    {height === null && rows.map(row => drawRow(tree, row, row.key === active, actions))}
  </div>
));

function chunksOf<T>(rows: Row<T>[]): Row<T>[][] {
  const count = Math.ceil(rows.length / CHUNK);
  return Array.from({ length: count }, (_, index) => rows.slice(index * CHUNK, (index + 1) * CHUNK));
}

interface Actions<T> {
  click: (row: Row<T>) => void;
  toggle: (row: NodeRow<T>) => void;
  tick: (item: T) => void;
}

/** Handlers of keys and clicks. They are stable: rows are rendered again only if they change. */
function useActions<T>(
  props: TreeProps<T>,
  rows: Row<T>[],
  list: RefObject<HTMLElement>
): Actions<T> & { keys: TreeKeys } {
  const { nameOf, chosen, itemKeys } = props;
  const tree = useRevealing(props.tree, rows, list);
  const activate = (row: Row<T>) => activateRow(props, tree, row);
  const check = (item: T) => checkItem(props, item);
  const keys = useTreeKeys({ tree, rows, nameOf, activate, check, itemKeys, initial: chosen, list });
  const click = useStable((row: Row<T>) => {
    keys.moveTo(row.key);
    activate(row);
  });
  const toggle = useStable((row: NodeRow<T>) => {
    keys.moveTo(row.key);
    tree.toggle(row.node);
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

// `memo` loses the type parameter.
type Drawing = React.ComponentType<{ item: unknown }>;
type Toggle = (row: NodeRow<unknown>) => void;
type Click = (row: Row<unknown>) => void;
type Tick = (item: unknown) => void;

/** Check or uncheck an item; returns whether it has a checkbox. */
function checkItem<T>({ checked, onCheck, isLocked }: TreeProps<T>, item: T): boolean {
  const hasBox = onCheck !== undefined && (checked?.(item) ?? null) !== null;
  if (hasBox && !isLocked?.(item)) {
    onCheck(item);
  }
  return hasBox;
}

function activateRow<T>(
  { canChoose = () => true, onChoose }: TreeProps<T>,
  tree: OpeningTree<T>,
  row: Row<T>
): void {
  if (row.what === 'tail') {
    tree.more(row);
  } else if (row.what === 'node') {
    if (onChoose && canChoose(row.node.item)) {
      onChoose(row.node.item);
    } else if (row.node.canOpen) {
      tree.toggle(row.node);
    }
  }
}

/** Return a stable function that calls the latest `work`. */
function useStable<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}

/** Return the same object as long as its values are the same. */
function useStableObject<T extends object>(object: T): T {
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the values are the dependencies
  return useMemo(() => object, Object.values(object));
}
