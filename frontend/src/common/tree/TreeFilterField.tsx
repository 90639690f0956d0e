import React, { RefObject, useEffect, useRef } from 'react';

import { CROSS, Icon } from '../Icon';
import { useCommonServices } from '../services';
import { TreeFilter } from './treeModel';

/** Number of rows from which on a filter is offered. */
export const MIN_FILTERED = 20;

interface Props {
  tree: { filter: TreeFilter | null; setFilter(filter: TreeFilter | null): void };
  /** Name of the filtered node; null: the rows at the top. */
  name: string | null;
  /** Whether it is always shown, and cannot be closed. */
  isFixed: boolean;
  /** The element with the role `tree`; it gets the focus back. */
  list: RefObject<HTMLElement>;
}

/** The field that filters the children of a node of a tree by their names. */
export function TreeFilterField({ tree, name, isFixed, list }: Props): JSX.Element {
  const { trans } = useCommonServices();
  const input = useRef<HTMLInputElement>(null);
  const { filter } = tree;
  const key = filter?.key ?? null;
  const label = name === null ? trans.__('Filter by name') : trans.__('Filter %1', name);
  useEffect(() => {
    if (!isFixed) {
      input.current?.focus();
    }
  }, [isFixed, key]);
  const backToRows = () => list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  const close = () => {
    tree.setFilter(null);
    backToRows();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const action = { Escape: close, ArrowDown: backToRows }[event.key];
    if (action && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  };
  return (
    <div className="jp-openbis-tree-filter" role="search" aria-label={label}>
      <input
        ref={input}
        type="search"
        className="jp-mod-styled"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={filter?.text ?? ''}
        onChange={event => tree.setFilter({ key, text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {!isFixed && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-openbis-icon-button"
          aria-label={trans.__('Close the filter')}
          title={trans.__('Close the filter')}
          onClick={close}
        >
          <Icon path={CROSS} />
        </button>
      )}
    </div>
  );
}
