import { TranslationBundle } from '@jupyterlab/translation';
import React, { memo } from 'react';

import { ApiError } from '../../api';
import { Thing, titleOf } from '../../state/things';
import { EmptyRow, NodeRow, Row, TailRow } from '../../state/tree';
import { CARET_DOWN, CARET_RIGHT, Icon } from '../common/Icon';
import { useServices } from '../services';
import { kindName, moreLabel } from './kinds';
import { noteOf, ThingLabel } from './ThingLabel';

interface Common<R extends Row> {
  row: R;
  /** Whether the Tab key leads here. */
  isActive: boolean;
  onClick: (row: Row) => void;
}

interface NodeProps extends Common<NodeRow> {
  thing: Thing;
  isOpen: boolean;
  isChosen: boolean;
  /** Null: there is no box to tick. */
  isChecked: boolean | null;
  position: number;
  siblings: number;
  onToggle: (row: NodeRow) => void;
  onCheck: (thing: Thing) => void;
}

/** An entity or data set in the tree. */
export const NodeItem = memo((props: NodeProps): JSX.Element => {
  const { row, thing, isOpen, isChecked, onToggle } = props;
  const { trans } = useServices();
  const { canOpen } = row.node;
  return (
    <Item
      {...props}
      aria-label={itemLabel(thing, trans)}
      aria-expanded={canOpen ? isOpen : undefined}
      aria-selected={props.isChosen}
      aria-checked={isChecked ?? undefined}
      aria-posinset={props.position}
      aria-setsize={props.siblings}
    >
      {canOpen ? (
        // A place for the mouse; the arrow keys do the same.
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
      ) : (
        <Check {...props} />
      )}
      <ThingLabel thing={thing} />
    </Item>
  );
}, sameButForRow);

function sameButForRow(before: NodeProps, after: NodeProps): boolean {
  const { row, ...rest } = after;
  const same = (Object.keys(rest) as (keyof typeof rest)[]).every(key => before[key] === after[key]);
  return same && before.row.node === row.node && before.row.level === row.level;
}

function Check({ thing, isChecked, onCheck }: NodeProps): JSX.Element | null {
  const { trans } = useServices();
  if (isChecked === null) {
    return <span className="jp-openbis-tree-caret" />;
  }
  return (
    <input
      type="checkbox"
      tabIndex={-1} // the space bar ticks the row
      aria-label={trans.__('Choose %1', titleOf(thing))}
      checked={isChecked}
      onClick={event => event.stopPropagation()}
      onChange={() => onCheck(thing)}
    />
  );
}

interface TailProps extends Common<TailRow> {
  isLoading: boolean;
  error: ApiError | null;
  loaded: number;
  total: number | null;
}

/** Where a list goes on: being loaded, to be loaded, or to be tried again. */
export function TailItem({ isLoading, error, loaded, total, ...props }: TailProps): JSX.Element {
  const { trans } = useServices();
  const { kind } = props.row.branch;
  return (
    <Item {...props} aria-busy={isLoading || undefined} className={error ? 'jp-openbis-error' : undefined}>
      {isLoading && trans.__('Loading…')}
      {!isLoading && error && (
        <span>
          {error.reason} <span className="jp-openbis-link">{trans.__('Try again')}</span>
        </span>
      )}
      {!isLoading && !error && (
        <span className="jp-openbis-link">{moreLabel(kind, loaded, total ?? loaded, trans)}</span>
      )}
    </Item>
  );
}

/** What stands in a place that holds nothing. */
export function EmptyItem(props: Common<EmptyRow>): JSX.Element {
  const { trans } = useServices();
  return (
    <Item {...props} aria-disabled>
      <small>
        {props.row.level === 1 ? trans.__('There is nothing here that you may see.') : trans.__('Empty')}
      </small>
    </Item>
  );
}

type ItemProps = Common<Row> & React.AriaAttributes & { className?: string; children: React.ReactNode };

function Item({ row, isActive, onClick, children, className, ...rest }: ItemProps): JSX.Element {
  const aria = Object.fromEntries(Object.entries(rest).filter(([name]) => name.startsWith('aria-')));
  return (
    // The keys are handled by the tree.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <li
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
    </li>
  );
}

function itemLabel(thing: Thing, trans: TranslationBundle): string {
  return [titleOf(thing), kindName(thing.kind, trans), noteOf(thing)].filter(Boolean).join(', ');
}
