import { ApiError, OpenbisApi } from '../../api';
import { FakeServer } from '../../testing/fakeServer';
import { dataSet, entity, withSearch } from '../../testing/fakeTree';
import { MAX_ROWS_OF_KIND, OverviewModel } from './overview';
import { SearchModel } from './search';

describe('OverviewModel', () => {
  let server: FakeServer;
  let search: SearchModel;
  let overview: OverviewModel;

  beforeEach(() => {
    server = withSearch(new FakeServer(), {
      dataSet: [dataSet('D1')],
      sample: Array.from({ length: 7 }, (_, number) => entity('sample', `/A/B/S${number}`)),
      experiment: []
    });
    const api = new OpenbisApi(server.send).browsing;
    search = new SearchModel(api, 'lab', () => 50);
    overview = new OverviewModel(api, 'lab', search);
  });
  afterEach(() => {
    search.dispose();
    overview.dispose();
  });

  const find = async (text: string) => {
    search.change({ text });
    await search.start();
    await new Promise(resolve => setTimeout(resolve, 0));
  };
  const kinds = () => overview.groups.map(({ kind, total, items }) => [kind, total, items.length]);

  it('has the first results of each kind that has any, with one request for all counts', async () => {
    await find('shock');
    expect(kinds()).toEqual([
      ['dataSet', 1, 1],
      ['sample', 7, MAX_ROWS_OF_KIND]
    ]);
    expect(overview.total).toBe(8);
    const counted = server.asked.map(each => new URLSearchParams(each.path.split('?')[1]).get('counts'));
    expect(counted).toEqual(['true', null]);
  });

  it('has the result whose name fits best first, also where newer ones have a part of it', async () => {
    const names = ['Growth, day 13', 'Growth, day 23', ...Array(5).fill('Shock'), 'Growth, day 3'];
    const samples = names.map((name, number) => ({ ...entity('sample', `/A/B/S${number}`), $NAME: name }));
    withSearch(server, { dataSet: [dataSet('D1')], sample: samples });
    await find('day 3');
    expect(overview.groups[1].items.map(each => each.name)).toEqual([
      'Growth, day 3',
      'Growth, day 13',
      'Growth, day 23',
      'Shock',
      'Shock'
    ]);
  });

  it('loads nothing while one kind is shown, and again for all', async () => {
    search.change({ text: 'shock' });
    await search.switchTo('sample');
    expect(server.asked).toHaveLength(1);
    await search.showAll();
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(kinds()).toHaveLength(2);
  });

  it('keeps the other kinds where one fails, and retries', async () => {
    server.on('GET', /kind=sample/, new ApiError(500, 'openBIS does not answer.'));
    await find('shock');
    expect(overview.error?.reason).toBe('openBIS does not answer.');
    expect(kinds()[0]).toEqual(['dataSet', 1, 1]);
    withSearch(server, { sample: [entity('sample', '/A/B/S0')] });
    await overview.load();
    expect(overview.error).toBeNull();
    expect(kinds()[1]).toEqual(['sample', 7, 1]);
  });
});
