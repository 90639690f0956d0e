import React, { memo } from 'react';

import { ApiError } from '../../api';
import { CARET_DOWN, CARET_RIGHT, Icon } from '../Icon';
import { errorMessage } from '../messages/errors';
import { useCommonServices } from '../services';
import { EmptyRow, NodeRow, Row, TailRow } from './treeModel';

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
  onClick: (row: Row<unknown>) => void;
  onToggle: (row: NodeRow<unknown>) => void;
  onCheck: (item: unknown) => void;
}

/** A node of a tree. */
export const NodeItem = memo((props: NodeProps): JSX.Element => {
  const { row, isOpen, isChecked, boxesEverywhere, Draw } = props;
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
    >
      {hasCaretSpace && <Caret {...props} />}
      {isChecked !== null && <Box {...props} isChecked={isChecked} />}
      <Draw item={props.item} />
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

function Box({ item, name, isChecked, isLocked, onCheck }: NodeProps & { isChecked: boolean }): JSX.Element {
  const { trans } = useCommonServices();
  return (
    <input
      type="checkbox"
      tabIndex={-1} // the space bar selects the row
      aria-label={trans.__('Select %1', name)}
      checked={isChecked}
      disabled={isLocked}
      onClick={event => event.stopPropagation()}
      onChange={() => onCheck(item)}
    />
  );
}

interface Common<T, R extends Row<T>> {
  row: R;
  isActive: boolean;
  onClick: (row: Row<T>) => void;
}

interface TailProps<T> extends Common<T, TailRow<T>> {
  isLoading: boolean;
  error: ApiError | null;
  more: string;
}

/** The last row of a list: loading, "Load more", or an error. */
export function TailItem<T>({ isLoading, error, more, ...props }: TailProps<T>): JSX.Element {
  const { trans } = useCommonServices();
  return (
    <Item {...props} aria-busy={isLoading || undefined} className={error ? 'jp-openbis-error' : undefined}>
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
  return (
    <Item {...props} aria-disabled>
      <small>{text}</small>
    </Item>
  );
}

type ItemProps<T> = Common<T, Row<T>> &
  React.AriaAttributes & { className?: string; children: React.ReactNode };

function Item<T>({ row, isActive, onClick, children, className, ...aria }: ItemProps<T>): JSX.Element {
  return (
    // The keys are handled by the tree.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      data-key={row.key}
      aria-level={row.level}
      aria-selected={false}
      {...aria}
      tabIndex={isActive ? 0 : -1}
      className={`jp-openbis-tree-item ${className ?? ''}`}
      style={{ '--jp-openbis-level': row.level } as React.CSSProperties}
      onClick={() => onClick(row)}
    >
      {children}
    </div>
  );
}
