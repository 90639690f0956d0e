import React, { useCallback, useEffect, useMemo } from 'react';

import { Kind, Reference } from '../../api';
import { useModels } from '../../state/model';
import { Thing } from '../../state/things';
import { NodeRow, Row, TreeModel } from '../../state/tree';
import { useServices } from '../services';
import { EmptyItem, NodeItem, TailItem } from './TreeItems';
import { useTreeKeys } from './useTreeKeys';

export interface TreeChoice {
  /** Whether a click chooses this thing; else it opens it. */
  canChoose?: (thing: Thing) => boolean;
  /** The key (`keyOf`) of the thing that is chosen. */
  chosen?: string | null;
  onChoose?: (thing: Thing) => void;
  /** Data sets get a box to tick if there is `onCheck`. */
  checked?: (thing: Thing) => boolean;
  onCheck?: (thing: Thing) => void;
}

interface Props extends TreeChoice {
  tree: TreeModel;
  label: string;
}

/** A tree of a component's own, of the kinds that it shows, below a place or the whole of openBIS. */
export function useTree(connection: string, kinds: ReadonlyArray<Kind>, place?: Reference): TreeModel {
  const { api, settings } = useServices();
  const shown = kinds.join();
  const tree = useMemo(
    () => new TreeModel(api.browsing, connection, { kinds, place, pageSize: () => settings.pageSize }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what these hold counts, not which objects they are
    [api, connection, shown, place?.kind, place?.permId, settings]
  );
  useEffect(() => () => tree.dispose(), [tree]);
  return tree;
}

/** What openBIS holds, as the ARIA pattern "tree view" has it: one stop for the Tab key, arrows move, open and close. */
export function EntityTree({ tree, label, ...choice }: Props): JSX.Element {
  useModels(tree);
  useEffect(() => {
    void tree.start();
  }, [tree]);
  const rows = tree.rows();
  const activate = (row: Row) => activateRow(tree, row, choice);
  const keys = useTreeKeys(tree, rows, activate, choice.onCheck);
  const { onCheck } = choice;
  // Rows are drawn again only if they change: there may be thousands of them.
  const click = useStable((row: Row) => {
    keys.moveTo(row.key);
    activate(row);
  });
  const toggle = useStable((row: NodeRow) => {
    keys.moveTo(row.key);
    void tree.toggle(row.node);
  });
  const check = useStable((thing: Thing) => onCheck?.(thing));
  return (
    <ul role="tree" aria-label={label} className="jp-openbis-tree" {...keys.list}>
      {rows.map(row => {
        const common = { isActive: row.key === keys.active, onClick: click };
        if (row.what === 'empty') {
          return <EmptyItem key={row.key} row={row} {...common} />;
        }
        if (row.what === 'tail') {
          const { isLoading, error, nodes, total } = row.branch;
          const state = { isLoading, error, total, loaded: nodes.length };
          return <TailItem key={row.key} row={row} {...common} {...state} />;
        }
        const { thing, isOpen } = row.node;
        const isChecked = onCheck && thing.dataSet ? (choice.checked?.(thing) ?? false) : null;
        const state = { thing, isOpen, isChecked, isChosen: choice.chosen === row.key };
        const place = { position: row.position, siblings: row.siblings };
        return (
          <NodeItem
            key={row.key}
            row={row}
            {...common}
            {...state}
            {...place}
            onToggle={toggle}
            onCheck={check}
          />
        );
      })}
    </ul>
  );
}

function activateRow(tree: TreeModel, row: Row, { canChoose = () => true, onChoose }: TreeChoice): void {
  if (row.what === 'tail') {
    void tree.more(row.branch);
  } else if (row.what === 'node') {
    if (onChoose && canChoose(row.node.thing)) {
      onChoose(row.node.thing);
    } else if (row.node.canOpen) {
      void tree.toggle(row.node);
    }
  }
}

/** The same function at every drawing, which does what the one of the last drawing does. */
function useStable<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  const latest = React.useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
