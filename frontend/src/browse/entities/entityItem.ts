import { DataSet, Details, Reference, Rows } from '../../api';

/** An entity or data set, as lists and trees show it. */
export interface EntityItem extends Reference {
  /** Null for data sets. */
  identifier: string | null;
  type: string | null;
  name: string | null;
  dataSet: DataSet | null;
}

/** Return the items of a page. */
export function entityItems({ entities, dataSets }: Rows): EntityItem[] {
  return [
    ...entities.map(({ kind, permId, identifier, type, $NAME }) => ({
      kind,
      permId,
      identifier,
      type,
      name: $NAME,
      dataSet: null
    })),
    ...dataSets.map(dataSetItem)
  ];
}

function dataSetItem(dataSet: DataSet): EntityItem {
  const { permId, type, $NAME } = dataSet;
  return { kind: 'dataSet', permId, identifier: null, type, name: $NAME, dataSet };
}

/** Return the key of an item, unique in an instance. */
export function keyOf({ kind, permId }: Reference): string {
  return `${kind}:${permId}`;
}

/** Return the last part of the identifier; for data sets, the permId. */
export function codeOf({ identifier, permId }: { identifier: string | null; permId: string }): string {
  return identifier?.split('/').pop() || permId;
}

/** Return the name of an item; by default, its code. */
export function titleOf(item: Pick<EntityItem, 'name' | 'identifier' | 'permId'>): string {
  return item.name || codeOf(item);
}

/** Return the name of an item with details; by default, its code. */
export function titleOfDetails({ $NAME, identifier, permId }: Details): string {
  return titleOf({ name: $NAME, identifier, permId });
}
