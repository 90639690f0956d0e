import { PageRequest, Rows } from '../../api';
import { StablePages } from './stablePages';

function openbis(names: string[]): {
  names: string[];
  asked: PageRequest[];
  ask: (page: PageRequest) => Promise<Rows>;
} {
  const server = {
    names,
    asked: [] as PageRequest[],
    ask: async ({ start, count }: PageRequest): Promise<Rows> => {
      server.asked.push({ start, count });
      const entities = server.names
        .slice(start, start + count)
        .map(name => ({ kind: 'sample', permId: name }));
      return {
        entities,
        dataSets: [],
        start_with: start,
        count,
        totalCount: server.names.length
      } as unknown as Rows;
    }
  };
  return server;
}

const NAMES = [...'abcdefghijklmnop'];
const idsOf = (rows: Rows): string[] => rows.entities.map(each => each.permId);

async function all(server: ReturnType<typeof openbis>, change: (round: number) => void): Promise<string[]> {
  const pages = new StablePages();
  const found: string[] = [];
  let start = 0;
  for (let round = 1; ; round++) {
    const rows = await pages.read({ start, count: 4 }, server.ask);
    found.push(...idsOf(rows).filter(each => !found.includes(each)));
    start = rows.start_with + rows.entities.length;
    if (rows.entities.length === 0 || start >= rows.totalCount) {
      return found;
    }
    change(round);
  }
}

describe('StablePages', () => {
  it('reads all rows, one request for each page', async () => {
    const server = openbis([...NAMES]);
    expect(await all(server, () => undefined)).toEqual(NAMES);
    expect(server.asked).toHaveLength(4);
  });

  it('loses no row while others are deleted', async () => {
    const server = openbis([...NAMES]);
    const found = await all(server, round => {
      if (round <= 2) {
        server.names = server.names.slice(3);
      }
    });
    expect(found).toEqual(NAMES);
  });

  it('loses no row if all known rows are deleted', async () => {
    const server = openbis([...NAMES]);
    const found = await all(server, round => {
      if (round === 1) {
        server.names = server.names.slice(4);
      }
    });
    expect(found).toEqual(NAMES);
  });

  it('continues if rows are added', async () => {
    const server = openbis([...NAMES]);
    const found = await all(server, round => {
      if (round === 1) {
        server.names = ['1', '2', '3', '4', '5', '6', ...server.names];
      }
    });
    expect(found.filter(each => NAMES.includes(each))).toEqual(NAMES);
  });

  it('starts again at the first page', async () => {
    const server = openbis([...NAMES]);
    const pages = new StablePages();
    await pages.read({ start: 0, count: 4 }, server.ask);
    server.names = ['x', ...NAMES];
    expect(idsOf(await pages.read({ start: 0, count: 2 }, server.ask))).toEqual(['x', 'a']);
  });
});
