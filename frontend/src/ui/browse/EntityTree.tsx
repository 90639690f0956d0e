import React, { useEffect, useMemo } from 'react';

import { Kind, Reference } from '../../api';
import { entityTree, EntityTreeModel } from '../../state/entityTree';
import { Thing, titleOf } from '../../state/things';
import { Tree } from '../common/Tree';
import { useServices } from '../services';
import { kindName, moreLabel } from './kinds';
import { noteOf, ThingLabel } from './ThingLabel';

export interface TreeChoice {
  /** Whether a click chooses this thing; else it opens it. */
  canChoose?: (thing: Thing) => boolean;
  /** The key (`keyOf`) of the thing that is chosen. */
  chosen?: string | null;
  onChoose?: (thing: Thing) => void;
  /** Data sets have a box to tick if there is `onCheck`. */
  checked?: (thing: Thing) => boolean;
  onCheck?: (thing: Thing) => void;
}

interface Props extends TreeChoice {
  tree: EntityTreeModel;
  label: string;
}

/** A tree of a component's own, of the kinds that it shows, below a place or the whole of openBIS. */
export function useTree(connection: string, kinds: ReadonlyArray<Kind>, place?: Reference): EntityTreeModel {
  const { api, settings } = useServices();
  const shown = kinds.join();
  const tree = useMemo(
    () => entityTree(api.browsing, connection, { kinds, place, pageSize: () => settings.pageSize }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what these hold counts, not which objects they are
    [api, connection, shown, place?.kind, place?.permId, settings]
  );
  useEffect(() => () => tree.dispose(), [tree]);
  return tree;
}

/** What openBIS holds. */
export function EntityTree({ tree, label, checked, onCheck, ...choice }: Props): JSX.Element {
  const { trans } = useServices();
  return (
    <Tree
      {...{ tree, label, onCheck }}
      {...choice}
      nameOf={titleOf}
      labelOf={thing =>
        [titleOf(thing), kindName(thing.kind, trans), noteOf(thing)].filter(Boolean).join(', ')
      }
      Draw={ThingItem}
      moreLabel={({ kind, nodes, total }) => moreLabel(kind ?? 'dataSet', nodes.length, total ?? 0, trans)}
      emptyLabel={level =>
        level === 1 ? trans.__('There is nothing here that you may see.') : trans.__('Empty')
      }
      checked={thing => (thing.dataSet && onCheck ? (checked?.(thing) ?? false) : null)}
    />
  );
}

function ThingItem({ item }: { item: Thing }): JSX.Element {
  return <ThingLabel thing={item} />;
}
