import React, { useRef } from 'react';

import { OWNER_KINDS } from '../../api';
import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { useReadOnly } from '../../connections/useReadOnly';
import { placeOfDataSet } from '../files/filePlaces';
import { targetOf } from '../menu/rowTarget';
import { useCodeDrag } from '../menu/useCodeDrag';
import { useRowDrop } from '../menu/useRowDrop';
import { useTreeMenu } from '../menu/useRowMenu';
import { keyOf, EntityItem, titleOf } from './entityItem';
import { EntityTree } from './EntityTree';
import { EntityTreeModel } from './entityTreeModel';

interface Props {
  connection: string;
  tree: EntityTreeModel;
  label?: string;
  /** Text if there are no rows. */
  empty?: string;
  hasFilterAtTop?: boolean;
}

/**
 * A tree whose data sets have checkboxes. A click opens spaces and projects, and shows the details of other items. Rows have a
 * menu; data sets can be dragged into notebooks, and files on samples and experiments.
 */
export function WholeTree({ connection, tree, label, empty, hasFilterAtTop }: Props): JSX.Element {
  const { trans, browsing, selection } = useServices();
  useModels(selection);
  const menu = useTreeMenu(connection);
  const drag = useCodeDrag<EntityItem>(item => targetOf(connection, item), titleOf);
  const area = useFileDropOnRows(connection, tree);
  const placeOf = ({ dataSet }: EntityItem) => dataSet && placeOfDataSet(connection, dataSet);
  return (
    <div ref={area}>
      <EntityTree
        {...{ tree, empty, menu, hasFilterAtTop }}
        label={label ?? trans.__('openBIS')}
        canChoose={hasDetails}
        chosen={browsing.lastShown && keyOf(browsing.lastShown)}
        onChoose={item => browsing.showDetails(item)}
        checked={({ permId }) => selection.isChecked(connection, permId)}
        onCheck={({ dataSet }) => dataSet && selection.toggle(placeOfDataSet(connection, dataSet))}
        onCheckAll={(items, isChecked) =>
          selection.setChecked(
            items.flatMap(each => placeOf(each) ?? []),
            isChecked
          )
        }
        onPress={drag}
      />
    </div>
  );
}

function hasDetails({ kind }: EntityItem): boolean {
  return kind !== 'space' && kind !== 'project';
}

/** Let users drop files on the rows of samples and experiments: the upload form opens. */
function useFileDropOnRows(connection: string, tree: EntityTreeModel): React.RefObject<HTMLDivElement> {
  const { rowActions } = useServices();
  const readOnly = useReadOnly();
  const area = useRef<HTMLDivElement>(null);
  const ownerOf = (key: string) => {
    const row = tree.rows().find(each => each.key === key);
    const item = row?.what === 'node' ? row.node.item : null;
    return item && OWNER_KINDS.includes(item.kind) && readOnly === null ? item : null;
  };
  useRowDrop(
    area,
    key => ownerOf(key) !== null,
    (key, paths) => {
      const item = ownerOf(key);
      if (item) {
        void rowActions.upload(targetOf(connection, item), paths);
      }
    }
  );
  return area;
}
