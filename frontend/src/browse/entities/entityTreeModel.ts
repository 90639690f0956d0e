import { BrowsingApi, CHILD_KINDS, Kind, Reference, ROOT_KINDS } from '../../api';
import { Branch, TreeModel } from '../../common/tree/treeModel';
import { codeOf, keyOf, EntityItem, entityItems } from './entityItem';
import { StablePages } from './stablePages';

interface Options {
  /** The kinds that are shown; by default all. */
  kinds?: ReadonlyArray<Kind>;
  /** Root of the tree; by default, the whole instance. */
  root?: Reference;
  pageSize: () => number;
}

export type EntityTreeModel = TreeModel<EntityItem>;

/** Return the tree of the entities in openBIS, read through a connection. */
export function entityTree(
  api: BrowsingApi,
  connection: string,
  { kinds, root, pageSize }: Options
): EntityTreeModel {
  const branch = (kind: Kind, parent: Reference | null) => {
    const pages = new StablePages();
    return new Branch<EntityItem>(`${parent ? keyOf(parent) : ''}/${kind}`, kind, async (page, signal) => {
      const rows = await pages.read(page, each => api.children(connection, kind, parent, each, signal));
      const items = entityItems(rows);
      return { items, next: rows.start_with + items.length, total: rows.totalCount };
    });
  };
  const branchesOf = (parent: Reference) =>
    CHILD_KINDS[parent.kind].filter(kind => kinds?.includes(kind) ?? true).map(kind => branch(kind, parent));
  const roots = root ? branchesOf(root) : ROOT_KINDS.map(kind => branch(kind, null));
  return new TreeModel({ roots, branchesOf, keyOf, textOf, pageSize });
}

function textOf(item: EntityItem): string {
  return [item.name, codeOf(item), item.type].join(' ');
}
