import { ApiError, OpenbisApi } from '../../api';
import { FakeServer } from '../../testing/fakeServer';
import { dataSet, entity, page, searchPage, withSearch } from '../../testing/fakeTree';
import { SearchModel } from './search';

const ALL = Array.from({ length: 7 }, (_, number) => dataSet(`D${number}`));

describe('SearchModel', () => {
  let server: FakeServer;
  let search: SearchModel;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer().on('GET', /^search\//, (_: never, path: string) => searchPage(ALL, path));
    search = new SearchModel(new OpenbisApi(server.send).browsing, 'lab', () => 5);
  });
  afterEach(() => jest.useRealTimers());

  const pause = () => jest.advanceTimersByTimeAsync(300);
  const paths = () => server.asked.map(each => each.path);

  it('sends one request, after a pause of the user', async () => {
    search.change({ text: 'he' });
    await jest.advanceTimersByTimeAsync(200);
    search.change({ text: 'heat ' });
    await pause();
    expect(paths()).toEqual(['search/lab?kind=dataSet&text=heat&counts=true&start_with=0&count=5']);
    expect(search).toMatchObject({ total: 7, isLoading: false, hasMore: true });
  });

  it('searches with filters only, and not without criteria', async () => {
    search.change({ mine: true, from: '2023-03-01' });
    await pause();
    expect(search.filters).toBe(2);
    expect(paths()).toEqual([
      'search/lab?kind=dataSet&from=2023-03-01&mine=true&counts=true&start_with=0&count=5'
    ]);
    search.clear();
    await pause();
    expect(search).toMatchObject({ isOn: false, found: [], total: null, isLoading: false });
    expect(paths()).toHaveLength(1);
  });

  it('appends pages', async () => {
    search.change({ text: 'x' });
    await pause();
    await search.more();
    expect(search.found.map(each => each.permId)).toEqual(ALL.map(each => each.permId));
    expect(search.hasMore).toBe(false);
  });

  it.each(['', 'code', '-modified'])('continues after the last row, sorted by %p', async sort => {
    search.change({ text: 'heat', sort });
    await pause();
    await search.more();
    expect(new URLSearchParams(paths()[1].split('?')[1]).get('after')).toBe('5');
    expect(search.found).toHaveLength(7);
    expect(search.hasMore).toBe(false);
  });

  it('shows a row that was modified meanwhile once, and continues after a page without new rows', async () => {
    const pages: Record<string, unknown> = {
      '': { ...page(ALL, 0, 3), next: 'A' },
      A: { ...page(ALL, 0, 2), next: 'B' },
      B: { ...page(ALL, 2, 5), next: null }
    };
    server.on('GET', /^search\//, (_: never, path: string) => {
      return pages[new URLSearchParams(path.split('?')[1]).get('after') ?? ''];
    });
    search.change({ text: 'x', sort: '-modified' });
    await pause();
    await search.more();
    expect(search.found.map(each => each.permId)).toEqual(ALL.map(each => each.permId));
    expect(search.hasMore).toBe(false);
  });

  it('sends conditions, place, modification and order', async () => {
    const condition = { code: 'SIZE', label: 'Size', operator: '>', values: ['40'] };
    search.setConditions([condition, { ...condition, operator: 'between', values: ['1', '5'] }]);
    search.change({ owner: '/LAB', modifiedFrom: '2024-01-01', sort: 'code' });
    await pause();
    const asked = new URLSearchParams(paths()[0].split('?')[1]);
    expect(asked.getAll('where')).toEqual(['SIZE > 40', 'SIZE between 1 and 5']);
    expect(['in', 'modifiedFrom', 'sort'].map(each => asked.get(each))).toEqual([
      '/LAB',
      '2024-01-01',
      'code'
    ]);
    expect(search.filters).toBe(4);
    search.clearFilters();
    expect([search.filters, search.isOn]).toEqual([0, false]);
  });

  it('ignores outdated answers', async () => {
    let answer: (rows: unknown) => void = () => undefined;
    server.on('GET', /text=slow/, () => new Promise(resolve => (answer = resolve)));
    search.change({ text: 'slow' });
    await pause();
    search.change({ text: 'quick' });
    await pause();
    answer(page([dataSet('LATE')], 0, 5));
    await pause();
    expect(search.found[0].permId).toBe('D0');
  });

  it('keeps text and results when the next page fails, and retries', async () => {
    search.change({ text: 'x' });
    await pause();
    server.on('GET', /after=5/, new ApiError(500, 'openBIS does not answer.'));
    await search.more();
    expect(search.error?.reason).toBe('openBIS does not answer.');
    expect(search.found).toHaveLength(5);
    server.on('GET', /after=5/, page(ALL, 5, 5));
    await search.more();
    expect(search).toMatchObject({ error: null, total: 7 });
  });

  it('clears the type when another kind is searched', () => {
    search.change({ type: 'RAW_DATA' });
    search.change({ text: 'x' });
    expect(search.request.type).toBe('RAW_DATA');
    search.change({ kind: 'sample' });
    expect(search.request.type).toBe('');
  });

  describe('with counts', () => {
    beforeEach(() => withSearch(server, { dataSet: [], sample: [entity('sample', '/A/B/S1')], project: [] }));

    it('returns the number of results of each kind', async () => {
      search.change({ text: 'shock' });
      await pause();
      expect(search).toMatchObject({ total: 0, counts: { dataSet: 0, sample: 1, project: 0 } });
      search.change({ text: 'other' });
      expect(search.counts).toEqual({});
    });

    it('switches to another kind at once, and keeps the counts meanwhile', async () => {
      search.change({ text: 'shock' });
      await pause();
      const switched = search.switchTo('sample');
      expect(search).toMatchObject({ isLoading: true, counts: { sample: 1 } });
      await switched;
      expect(search.found.map(each => each.permId)).toEqual(['PS1']);
      await pause();
      expect(server.asked).toHaveLength(2);
    });

    it('requests them with the first page only', async () => {
      withSearch(server, { dataSet: ALL });
      search.change({ text: 'x' });
      await pause();
      await search.more();
      expect(paths().map(path => path.includes('counts=true'))).toEqual([true, false]);
      expect(search.counts).toEqual({ dataSet: 7 });
    });
  });

  it('works with a server that returns no counts', async () => {
    search.change({ text: 'x' });
    await pause();
    expect(search).toMatchObject({ total: 7, counts: {} });
  });
});
