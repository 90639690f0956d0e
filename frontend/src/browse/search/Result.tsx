import React from 'react';

import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { RowMenuButton } from '../../common/tree/RowButtons';
import { EntityItem, keyOf, titleOf } from '../entities/entityItem';
import { EntityLabel } from '../entities/EntityLabel';
import { placeOfDataSet } from '../files/filePlaces';
import { targetOf } from '../menu/rowTarget';
import { useRowMenu } from '../menu/useRowMenu';

/** A result of a search; a click shows its details. */
export function Result({ connection, item }: { connection: string; item: EntityItem }): JSX.Element {
  const { trans, browsing, selection } = useServices();
  useModels(selection);
  const { dataSet } = item;
  const key = keyOf(item);
  const { lastShown } = browsing;
  const isLast = lastShown !== null && keyOf(lastShown) === key;
  const row = useRowMenu(targetOf(connection, item));
  return (
    <li className="jp-openbis-result" aria-current={isLast || undefined} {...row}>
      {dataSet && (
        <input
          type="checkbox"
          aria-label={trans.__('Select %1', titleOf(item))}
          checked={selection.isChecked(connection, item.permId)}
          onChange={() => selection.toggle(placeOfDataSet(connection, dataSet))}
        />
      )}
      <button
        type="button"
        className="jp-openbis-entity-button"
        data-result={key}
        onClick={() => browsing.showDetails(item)}
      >
        <EntityLabel item={item} where={parentPath(item)} />
      </button>
      <RowMenuButton />
    </li>
  );
}

/** Return the identifier of the parent, as far as the row has it. */
function parentPath({ dataSet, identifier }: EntityItem): string | null {
  return dataSet ? (dataSet.sample ?? dataSet.experiment) : identifier?.replace(/\/[^/]*$/, '') || null;
}
