import { BrowsingApi, Kind, Reference } from '../api';
import { INSIDE, keyOf, Thing, things } from './things';
import { Branch, TreeModel } from './tree';

interface Options {
  /** The kinds that are shown. */
  kinds: ReadonlyArray<Kind>;
  /** Where the tree begins; without it, with the spaces. */
  place?: Reference;
  pageSize: () => number;
}

export type EntityTreeModel = TreeModel<Thing>;

/** openBIS's spaces and what lies in them, read through a connection. */
export function entityTree(
  api: BrowsingApi,
  connection: string,
  { kinds, place, pageSize }: Options
): EntityTreeModel {
  const branch = (kind: Kind, parent: Reference | null) =>
    new Branch<Thing>(`${parent ? keyOf(parent) : ''}/${kind}`, kind, async (page, signal) => {
      const rows = await api.children(connection, kind, parent, page, signal);
      const items = things(rows);
      return { items, next: rows.start_with + items.length, total: rows.totalCount };
    });
  const branchesOf = (parent: Reference) =>
    INSIDE[parent.kind].filter(kind => kinds.includes(kind)).map(kind => branch(kind, parent));
  const roots = place ? branchesOf(place) : [branch('space', null)];
  return new TreeModel({ roots, branchesOf, keyOf, pageSize });
}
