import { DataSet, Details, Kind, Reference, Rows } from '../api';

/** An entity or data set, as lists and trees show it. */
export interface Thing extends Reference {
  /** Null for data sets. */
  identifier: string | null;
  type: string | null;
  name: string | null;
  dataSet: DataSet | null;
}

/** What a page of a listing holds. */
export function things({ entities, dataSets }: Rows): Thing[] {
  return [
    ...entities.map(({ kind, permId, identifier, type, $NAME }) => ({
      kind,
      permId,
      identifier,
      type,
      name: $NAME,
      dataSet: null
    })),
    ...dataSets.map(thingOf)
  ];
}

function thingOf(dataSet: DataSet): Thing {
  const { permId, type, $NAME } = dataSet;
  return { kind: 'dataSet', permId, identifier: null, type, name: $NAME, dataSet };
}

/** What names a thing in all of an instance. */
export function keyOf({ kind, permId }: Reference): string {
  return `${kind}:${permId}`;
}

/** The last part of the identifier; of a data set, its permId. */
export function codeOf({ identifier, permId }: { identifier: string | null; permId: string }): string {
  return identifier?.split('/').pop() || permId;
}

/** What a thing is called: by people if they gave it a name, else by openBIS. */
export function titleOf(thing: Pick<Thing, 'name' | 'identifier' | 'permId'>): string {
  return thing.name || codeOf(thing);
}

/** The same, of a thing with details. */
export function titleOfDetails({ $NAME, identifier, permId }: Details): string {
  return titleOf({ name: $NAME, identifier, permId });
}

/** What lies directly in a thing of each kind, in the order in which it is shown. */
export const INSIDE: Record<Kind, ReadonlyArray<Kind>> = {
  space: ['project', 'sample'],
  project: ['experiment', 'sample'],
  experiment: ['sample', 'dataSet'],
  sample: ['dataSet'],
  dataSet: []
};
