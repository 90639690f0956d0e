import React, { memo, RefObject, useCallback, useEffect, useMemo, useRef } from 'react';

import { useModels } from '../models/model';
import { ItemMenu, requestMenu } from './itemMenu';
import { MIN_FILTERED, TreeFilterField } from './TreeFilterField';
import { Click, EmptyItem, NodeItem, TailItem } from './TreeItems';
import { Branch, NodeRow, Row, TailRow, TreeModel, TreeNode } from './treeModel';
import { OpeningTree, useRevealing } from './useRevealing';
import { useFocusInSight } from './useFocusInSight';
import { Ticks, TickOptions, useTicks } from './useTicks';
import { ItemKeys, TreeKeys, useTreeKeys } from './useTreeKeys';
import { CHUNK, chunkKey, useWindow } from './useWindow';

export interface TreeProps<T> extends TickOptions<T> {
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
  /** Whether items that can be opened have checkboxes, too. */
  boxesEverywhere?: boolean;
  /** Actions of further keys on the item with the focus, by the name of the key. */
  itemKeys?: ItemKeys<T>;
  /** The menu of items. */
  menu?: ItemMenu<T>;
  /** Called when a mouse button is pressed on an item, e.g. to drag it. */
  onPress?: (item: T, event: React.MouseEvent<HTMLElement>) => void;
  /** Whether the rows at the top have a filter as soon as there are many; otherwise, filters are opened by a button. */
  hasFilterAtTop?: boolean;
}

/**
 * A tree as the ARIA pattern "tree view" has it: one stop for the Tab key; arrows move, open and close. Of long trees only
 * the rows near the visible ones are in the page; `aria-setsize` and `aria-posinset` count all of them.
 */
export function Tree<T>(props: TreeProps<T>): JSX.Element {
  const { tree, label, itemKeys, hasFilterAtTop = false } = props;
  useModels(tree);
  useEffect(() => {
    void tree.start();
  }, [tree]);
  const list = useRef<HTMLDivElement>(null);
  const rows = tree.rows();
  const chunks = useMemo(() => chunksOf(rows), [rows]);
  const { keys, ...actions } = useActions(props, rows, list);
  const isFilterFixed = hasFilterAtTop && tree.canFilter && tree.size >= MIN_FILTERED;
  const { isNear, heightOf } = useWindow(list, tree, chunks.length);
  const stable = useStableObject(actions);
  const at = Math.floor(keys.at / CHUNK);
  const rowsElement = (
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
  return (
    <>
      {(isFilterFixed || tree.filter) && (
        <TreeFilterField
          tree={tree}
          name={filterName(props, rows)}
          isFixed={isFilterFixed && (tree.filter?.key ?? null) === null}
          list={list}
        />
      )}
      {rowsElement}
    </>
  );
}

/** Name of the node whose children are filtered; null: the rows at the top. */
function filterName<T>({ tree, nameOf }: TreeProps<T>, rows: Row<T>[]): string | null {
  const key = tree.filter?.key ?? null;
  const row = key === null ? undefined : rows.find(each => each.key === key);
  return row?.what === 'node' ? nameOf(row.node.item) : null;
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
  click: (row: Row<T>, event: React.MouseEvent) => void;
  toggle: (row: NodeRow<T>) => void;
  tick: (row: NodeRow<T>, isRange: boolean) => void;
  more: (row: TailRow<T>) => void;
  openMenu: ItemMenu<T>['prepare'];
  openFilter: (node: TreeNode<T> | null) => void;
  press: (item: T, event: React.MouseEvent<HTMLElement>) => void;
}

/** Handlers of keys and clicks. They are stable: rows are rendered again only if they change. */
function useActions<T>(
  props: TreeProps<T>,
  rows: Row<T>[],
  list: RefObject<HTMLElement>
): Actions<T> & { keys: TreeKeys } {
  const { nameOf, chosen, itemKeys, menu, onPress } = props;
  const tree = useRevealing(props.tree, rows, list);
  const ticks = useTicks(props, rows);
  const activate = (row: Row<T>) => activateRow(props, tree, row);
  const openFilter = useStable((node: TreeNode<T> | null) => filterChildren(props.tree, node, list));
  const keys = useTreeKeys({
    ...{ tree, rows, nameOf, activate, ticks, itemKeys, list },
    initial: chosen,
    openMenu: menu && requestMenu,
    openFilter: props.tree.canFilter ? openFilter : undefined
  });
  const click = useStable((row: Row<T>, event: React.MouseEvent) => {
    keys.moveTo(row.key);
    if (!selectByClick(ticks, row, event)) {
      activate(row);
    }
  });
  const toggle = useStable((row: NodeRow<T>) => {
    keys.moveTo(row.key);
    tree.toggle(row.node);
  });
  const tick = useStable((row: NodeRow<T>, isRange: boolean) => {
    ticks.toggle(row.node.item, row.key, isRange);
  });
  useFocusInSight(list);
  const more = useStable((row: TailRow<T>) => tree.more(row));
  const openMenu = useStable((item: T, row: HTMLElement) => {
    keys.moveTo(row.dataset.key ?? '');
    menu?.prepare(item, row);
  });
  const press = useStable((item: T, event: React.MouseEvent<HTMLElement>) => onPress?.(item, event));
  return { keys, click, toggle, tick, more, openMenu, openFilter, press };
}

/** Select the clicked row with Ctrl, rows up to it with Shift; returns whether that was done. */
function selectByClick<T>(ticks: Ticks<T>, row: Row<T>, event: React.MouseEvent): boolean {
  if (row.what !== 'node') {
    return false;
  }
  const isOne = event.ctrlKey || event.metaKey;
  return (event.shiftKey && ticks.checkTo(row.key)) || (isOne && ticks.toggle(row.node.item, row.key));
}

/** Open the filter of a node's children; null: of the rows at the top. */
function filterChildren<T>(tree: TreeModel<T>, node: TreeNode<T> | null, list: RefObject<HTMLElement>): void {
  const key = node?.key ?? null;
  if ((tree.filter?.key ?? null) !== key || !tree.filter) {
    tree.setFilter({ key, text: '' });
  }
  list.current?.parentElement?.querySelector<HTMLElement>(':scope > [role="search"] input')?.focus();
}

function drawRow<T>(props: TreeProps<T>, row: Row<T>, isActive: boolean, actions: Actions<T>): JSX.Element {
  const common = { isActive, onClick: actions.click };
  if (row.what === 'empty') {
    return <EmptyItem key={row.key} row={row} {...common} text={props.emptyLabel(row.level)} />;
  }
  if (row.what === 'tail') {
    const { isLoading, error } = row.branch;
    const state = { isLoading, error, more: props.moreLabel(row.branch) };
    return <TailItem key={row.key} row={row} {...common} {...state} onInSight={actions.more} />;
  }
  const { level, position, siblings, key } = row;
  const { item, isOpen } = row.node;
  const state = { item, isOpen, isChosen: props.chosen === key, isChecked: props.checked?.(item) ?? null };
  const words = { name: props.nameOf(item), label: props.labelOf(item), Draw: props.Draw as Drawing };
  const { menu, onPress, tree } = props;
  const does = {
    onClick: actions.click as Click,
    onToggle: actions.toggle as (row: NodeRow<unknown>) => void,
    onCheck: actions.tick as (row: NodeRow<unknown>, isRange: boolean) => void,
    onMenu: menu && (actions.openMenu as ItemMenu<unknown>['prepare']),
    onFilter: tree.canFilter ? (actions.openFilter as (node: TreeNode<unknown>) => void) : undefined,
    onPress: onPress && (actions.press as (item: unknown, event: React.MouseEvent<HTMLElement>) => void),
    attributesOf: menu?.attributesOf as ItemMenu<unknown>['attributesOf'] | undefined
  };
  return (
    <NodeItem
      key={key}
      {...{ row, level, position, siblings, isActive }}
      {...state}
      {...words}
      {...does}
      size={row.node.size}
      boxesEverywhere={props.boxesEverywhere ?? false}
      isLocked={props.isLocked?.(item) ?? false}
    />
  );
}

// `memo` loses the type parameter.
type Drawing = React.ComponentType<{ item: unknown }>;

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
