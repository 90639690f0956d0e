import React, { memo, useRef } from 'react';

import { ApiError } from '../../api';
import { CARET_DOWN, CARET_RIGHT, Icon } from '../Icon';
import { errorMessage } from '../messages/errors';
import { useCommonServices } from '../services';
import { ItemMenu } from './itemMenu';
import { FilterButton, RowMenuButton } from './RowButtons';
import { MIN_FILTERED } from './TreeFilterField';
import { EmptyRow, NodeRow, Row, TailRow, TreeNode } from './treeModel';
import { useInSight } from './useInSight';

interface NodeProps {
  row: NodeRow<unknown>;
  item: unknown;
  name: string;
  label: string;
  Draw: React.ComponentType<{ item: unknown }>;
  level: number;
  position: number;
  siblings: number;
  /** Whether the Tab key focuses it. */
  isActive: boolean;
  isOpen: boolean;
  isChosen: boolean;
  /** Null: it has no checkbox. */
  isChecked: boolean | null;
  boxesEverywhere: boolean;
  isLocked: boolean;
  /** Number of children, as far as it is known. */
  size: number;
  attributesOf?: ItemMenu<unknown>['attributesOf'];
  onClick: Click;
  onToggle: (row: NodeRow<unknown>) => void;
  onCheck: (row: NodeRow<unknown>, isRange: boolean) => void;
  onMenu?: ItemMenu<unknown>['prepare'];
  onFilter?: (node: TreeNode<unknown>) => void;
  onPress?: (item: unknown, event: React.MouseEvent<HTMLElement>) => void;
}

/** A click on a row; Shift and Ctrl select. */
export type Click = (row: Row<unknown>, event: React.MouseEvent) => void;

/** A node of a tree. */
export const NodeItem = memo((props: NodeProps): JSX.Element => {
  const { row, item, isOpen, isChecked, boxesEverywhere, Draw, onMenu, onFilter, onPress } = props;
  const { canOpen } = row.node;
  const hasCaretSpace = canOpen || boxesEverywhere || isChecked === null;
  return (
    <Item
      row={row}
      isActive={props.isActive}
      onClick={props.onClick}
      aria-label={props.label}
      aria-expanded={canOpen ? isOpen : undefined}
      aria-selected={props.isChosen}
      aria-checked={isChecked ?? undefined}
      aria-posinset={props.position}
      aria-setsize={props.siblings}
      aria-haspopup={onMenu ? 'menu' : undefined}
      attributes={props.attributesOf?.(item)}
      onContextMenu={onMenu && (event => onMenu(item, event.currentTarget))}
      onMouseDown={onPress && (event => onPress(item, event))}
    >
      {hasCaretSpace && <Caret {...props} />}
      {isChecked !== null && <Box {...props} isChecked={isChecked} />}
      <Draw item={item} />
      {isOpen && onFilter && props.size >= MIN_FILTERED && (
        <FilterButton node={row.node} name={props.name} onFilter={onFilter} />
      )}
      {onMenu && <RowMenuButton />}
    </Item>
  );
}, drawsTheSame);

/** Row objects are new each time; the other properties are rendered. */
function drawsTheSame(before: NodeProps, after: NodeProps): boolean {
  const { row, ...rest } = after;
  const names = Object.keys(rest) as (keyof typeof rest)[];
  return names.every(name => before[name] === after[name]) && before.row.node === row.node;
}

function Caret({ row, isOpen, onToggle }: NodeProps): JSX.Element {
  if (!row.node.canOpen) {
    return <span className="jp-openbis-tree-caret" />;
  }
  return (
    // For the mouse only; the arrow keys do the same.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      className="jp-openbis-tree-caret"
      onClick={event => {
        event.stopPropagation();
        onToggle(row);
      }}
    >
      <Icon path={isOpen ? CARET_DOWN : CARET_RIGHT} />
    </span>
  );
}

function Box({ row, name, isChecked, isLocked, onCheck }: NodeProps & { isChecked: boolean }): JSX.Element {
  const { trans } = useCommonServices();
  return (
    <input
      type="checkbox"
      tabIndex={-1} // the space bar selects the row
      aria-label={trans.__('Select %1', name)}
      checked={isChecked}
      disabled={isLocked}
      onClick={event => event.stopPropagation()}
      onChange={({ nativeEvent }) => onCheck(row, (nativeEvent as MouseEvent).shiftKey === true)}
    />
  );
}

interface Common<T, R extends Row<T>> {
  row: R;
  isActive: boolean;
  onClick: (row: Row<T>, event: React.MouseEvent) => void;
}

interface TailProps<T> extends Common<T, TailRow<T>> {
  isLoading: boolean;
  error: ApiError | null;
  more: string;
  /** Called when it is scrolled into view. */
  onInSight: (row: TailRow<T>) => void;
}

/** The last row of a list: loading, "Load more", or an error. It loads more when it is scrolled into view. */
export function TailItem<T>({ isLoading, error, more, onInSight, ...props }: TailProps<T>): JSX.Element {
  const { trans } = useCommonServices();
  const element = useRef<HTMLDivElement>(null);
  useInSight(element, isLoading || error ? null : props.row.branch.next, () => onInSight(props.row));
  return (
    <Item
      {...props}
      element={element}
      aria-busy={isLoading || undefined}
      className={error ? 'jp-openbis-error' : undefined}
    >
      {isLoading && trans.__('Loading…')}
      {!isLoading && error && (
        <span>
          {errorMessage(error, trans)} <span className="jp-openbis-link">{trans.__('Try again')}</span>
        </span>
      )}
      {!isLoading && !error && <span className="jp-openbis-link">{more}</span>}
    </Item>
  );
}

/** Text of an empty branch. */
export function EmptyItem<T>({ text, ...props }: Common<T, EmptyRow> & { text: string }): JSX.Element {
  const { trans } = useCommonServices();
  return (
    <Item {...props} aria-disabled>
      <small>{props.row.isFiltered ? trans.__('No matches') : text}</small>
    </Item>
  );
}

type ItemProps<T> = Common<T, Row<T>> &
  React.AriaAttributes &
  Pick<React.HTMLAttributes<HTMLElement>, 'onContextMenu' | 'onMouseDown'> & {
    className?: string;
    attributes?: Record<string, string | undefined>;
    element?: React.RefObject<HTMLDivElement>;
    children: React.ReactNode;
  };

function Item<T>(props: ItemProps<T>): JSX.Element {
  const { row, isActive, onClick, children, className = '', attributes, element, ...others } = props;
  return (
    // The keys are handled by the tree.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      ref={element}
      data-key={row.key}
      aria-level={row.level}
      aria-selected={false}
      {...others}
      {...attributes}
      tabIndex={isActive ? 0 : -1}
      className={`jp-openbis-tree-item ${className}`}
      style={{ '--jp-openbis-level': row.level } as React.CSSProperties}
      onClick={event => onClick(row, event)}
    >
      {children}
    </div>
  );
}
