import React from 'react';

import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { placeOfDataSet } from '../files/filePlaces';
import { keyOf, EntityItem } from './entityItem';
import { EntityTree } from './EntityTree';
import { EntityTreeModel } from './entityTreeModel';

interface Props {
  connection: string;
  tree: EntityTreeModel;
  label?: string;
  /** Text if there are no rows. */
  empty?: string;
}

/** A tree whose data sets have checkboxes. A click opens spaces and projects, and shows the details of other items. */
export function WholeTree({ connection, tree, label, empty }: Props): JSX.Element {
  const { trans, browsing, selection } = useServices();
  useModels(selection);
  return (
    <EntityTree
      tree={tree}
      empty={empty}
      label={label ?? trans.__('openBIS')}
      canChoose={hasDetails}
      chosen={browsing.lastShown && keyOf(browsing.lastShown)}
      onChoose={item => browsing.showDetails(item)}
      checked={({ permId }) => selection.isChecked(connection, permId)}
      onCheck={({ dataSet }) => dataSet && selection.toggle(placeOfDataSet(connection, dataSet))}
    />
  );
}

function hasDetails({ kind }: EntityItem): boolean {
  return kind !== 'space' && kind !== 'project';
}
