import React, { useEffect, useMemo } from 'react';

import { Kind, Reference } from '../../api';
import { useServices } from '../../app/services';
import { Tree, TreeProps } from '../../common/tree/Tree';
import { EntityItem, titleOf } from './entityItem';
import { noteOf, EntityLabel } from './EntityLabel';
import { entityTree, EntityTreeModel } from './entityTreeModel';
import { kindName, moreLabel } from './kinds';

export interface TreeChoice extends Pick<
  TreeProps<EntityItem>,
  'onCheckAll' | 'menu' | 'onPress' | 'hasFilterAtTop'
> {
  /** Whether a click chooses this item; else it opens it. */
  canChoose?: (item: EntityItem) => boolean;
  /** The key (`keyOf`) of the item that is chosen. */
  chosen?: string | null;
  onChoose?: (item: EntityItem) => void;
  /** Data sets have a box to tick if there is `onCheck`. */
  checked?: (item: EntityItem) => boolean;
  onCheck?: (item: EntityItem) => void;
}

interface Props extends TreeChoice {
  tree: EntityTreeModel;
  label: string;
  /** Text if there are no rows; by default, that there are no spaces. */
  empty?: string;
}

/** Create a tree for a component, with some kinds, below a root or the whole instance. */
export function useTree(connection: string, kinds: ReadonlyArray<Kind>, root?: Reference): EntityTreeModel {
  const { api, settings } = useServices();
  const shown = kinds.join();
  const tree = useMemo(
    () => entityTree(api.browsing, connection, { kinds, root, pageSize: () => settings.pageSize }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what these hold counts, not which objects they are
    [api, connection, shown, root?.kind, root?.permId, settings]
  );
  useEffect(() => () => tree.dispose(), [tree]);
  return tree;
}

/** The tree of entities and data sets. */
export function EntityTree({ tree, label, empty, checked, onCheck, ...choice }: Props): JSX.Element {
  const { trans } = useServices();
  return (
    <Tree
      {...{ tree, label, onCheck }}
      {...choice}
      nameOf={titleOf}
      labelOf={item =>
        [titleOf(item), kindName(item.kind, trans), noteOf(item, trans)].filter(Boolean).join(', ')
      }
      Draw={EntityTreeItem}
      moreLabel={({ kind, nodes, total }) => moreLabel(kind ?? 'dataSet', nodes.length, total ?? 0, trans)}
      emptyLabel={level =>
        level === 1 ? (empty ?? trans.__('No spaces, or none that you may see')) : trans.__('Empty')
      }
      checked={item => (item.dataSet && onCheck ? (checked?.(item) ?? false) : null)}
    />
  );
}

function EntityTreeItem({ item }: { item: EntityItem }): JSX.Element {
  return <EntityLabel item={item} />;
}
