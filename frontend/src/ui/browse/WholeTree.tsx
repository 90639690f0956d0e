import React from 'react';

import { useModels } from '../../state/model';
import { EntityTreeModel } from '../../state/entityTree';
import { keyOf, Thing } from '../../state/things';
import { useServices } from '../services';
import { chosenOf } from './chosen';
import { EntityTree } from './EntityTree';

interface Props {
  connection: string;
  tree: EntityTreeModel;
  label?: string;
}

/** A tree in which a click shows details, and data sets can be ticked. Spaces and projects are only on the way: they open. */
export function WholeTree({ connection, tree, label }: Props): JSX.Element {
  const { trans, browsing, selection } = useServices();
  useModels(selection);
  return (
    <EntityTree
      tree={tree}
      label={label ?? trans.__('openBIS')}
      canChoose={hasDetails}
      chosen={browsing.left && keyOf(browsing.left)}
      onChoose={thing => browsing.show(thing)}
      checked={({ permId }) => selection.isChecked(connection, permId)}
      onCheck={({ dataSet }) => dataSet && selection.toggle(chosenOf(connection, dataSet))}
    />
  );
}

function hasDetails({ kind }: Thing): boolean {
  return kind !== 'space' && kind !== 'project';
}
