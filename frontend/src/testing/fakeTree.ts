import { Counts, DataSet, Entity, EntityKind, Kind, Rows, SearchKind } from '../api';
import { FakeServer } from './fakeServer';

/** An entity as the server lists it; its permId is `P` and its code. */
export function entity(kind: EntityKind, identifier: string, changes: Partial<Entity> = {}): Entity {
  const permId = `P${identifier.split('/').pop()}`;
  return { kind, permId, identifier, type: null, $NAME: null, ...changes };
}

/** A data set as the server lists it. */
export function dataSet(permId: string, changes: Partial<DataSet> = {}): DataSet {
  return {
    permId,
    $NAME: null,
    type: 'RAW_DATA',
    kind: 'PHYSICAL',
    status: 'AVAILABLE',
    size: 1234,
    location: null,
    presentInArchive: null,
    sample: null,
    experiment: null,
    registrationDate: '2023-03-15 10:00:00',
    modificationDate: null,
    properties: {},
    ...changes
  };
}

type RowsByParent = Record<string, (Entity | DataSet)[]>;

/** Let a server answer `browse` with these rows by `<permId of the parent>/<kind>`; spaces are `/space`. The rest is empty. */
export function withTree(server: FakeServer, rowsByParent: RowsByParent): FakeServer {
  return server.on('GET', /^browse\//, (_: never, path: string) => {
    const asked = new URLSearchParams(path.split('?')[1]);
    const kind = asked.get('kind') as Kind;
    const all = rowsByParent[`${asked.get('inPermId') ?? ''}/${kind}`] ?? [];
    return page(all, Number(asked.get('start_with')), Number(asked.get('count')));
  });
}

/** A page as the server answers it. */
export function page(all: (Entity | DataSet)[], start: number, count: number): Rows {
  const rows = all.slice(start, start + count);
  const isDataSet = (row: Entity | DataSet): row is DataSet => 'size' in row;
  return {
    entities: rows.filter((row): row is Entity => !isDataSet(row)),
    dataSets: rows.filter(isDataSet),
    start_with: start,
    count: rows.length,
    totalCount: all.length,
    remark: null
  };
}

/** The page of search results that a path asks for; cursors are positions. */
export function searchPage(all: (Entity | DataSet)[], path: string): Rows {
  const asked = new URLSearchParams(path.split('?')[1]);
  const start = Number(asked.get('after') ?? asked.get('start_with'));
  const rows = page(all, start, Number(asked.get('count')));
  const end = start + rows.count;
  return { ...rows, next: end < all.length ? String(end) : null };
}

/** Let a server answer searches with these results by kind, for any text. Counts are returned on request. */
export function withSearch(
  server: FakeServer,
  found: Partial<Record<SearchKind, (Entity | DataSet)[]>>
): FakeServer {
  return server.on('GET', /^search\//, (_: never, path: string) => {
    const asked = new URLSearchParams(path.split('?')[1]);
    const kinds = Object.entries(found).map(([kind, rows]) => [kind, rows.length]);
    const all = found[asked.get('kind') as SearchKind] ?? [];
    const rows = searchPage(all, path);
    return asked.has('counts') ? { ...rows, counts: Object.fromEntries(kinds) as Counts } : rows;
  });
}
