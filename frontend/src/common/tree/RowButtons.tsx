import React from 'react';

import { ELLIPSIS, FILTER, Icon } from '../Icon';
import { useCommonServices } from '../services';
import { requestMenu } from './itemMenu';
import { TreeNode } from './treeModel';

interface RowButtonProps {
  /** Accessible name. */
  label: string;
  title: string;
  icon: string;
  /** Whether the Tab key leads to it. */
  isStop?: boolean;
  onClick: (event: React.MouseEvent<HTMLElement>) => void;
}

/** A small button in a row, shown while the pointer or the focus is in the row. */
function RowButton({ label, title, icon, isStop = false, onClick }: RowButtonProps): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      className="jp-openbis-row-button"
      aria-label={label}
      title={title}
      onClick={event => {
        event.stopPropagation();
        onClick(event);
      }}
    >
      <Icon path={icon} />
    </button>
  );
}

interface RowMenuButtonProps {
  /** Whether the Tab key leads to it; otherwise it is for the mouse: Shift+F10 on the row does the same. */
  isStop?: boolean;
}

/** The button "…" of a row: opens its menu. */
export function RowMenuButton({ isStop }: RowMenuButtonProps): JSX.Element {
  const { trans } = useCommonServices();
  const open = ({ currentTarget }: React.MouseEvent<HTMLElement>) => {
    const row = currentTarget.closest<HTMLElement>('[data-key], [data-openbis-row]');
    if (row) {
      requestMenu(row, currentTarget);
    }
  };
  return (
    <RowButton
      label={trans.__('Actions')} // its row has the name
      title={trans.__('Actions')}
      icon={ELLIPSIS}
      isStop={isStop}
      onClick={open}
    />
  );
}

interface FilterButtonProps {
  node: TreeNode<unknown>;
  name: string;
  onFilter: (node: TreeNode<unknown>) => void;
}

/** Opens the filter of a node's children. For the mouse; the key / does the same. */
export function FilterButton({ node, name, onFilter }: FilterButtonProps): JSX.Element {
  const { trans } = useCommonServices();
  return (
    <RowButton
      label={trans.__('Filter %1', name)}
      title={trans.__('Filter (/)')}
      icon={FILTER}
      onClick={() => onFilter(node)}
    />
  );
}
