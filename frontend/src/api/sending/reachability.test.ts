import { FakeServer } from '../../testing/fakeServer';
import { ApiError } from './errors';
import { withReachability } from './reachability';

describe('withReachability', () => {
  const DOWN = new ApiError(500, 'connection to my lab could not be established', 'instance-unreachable');
  let server: FakeServer;
  let reported: [string, string | null][];
  const ask = (path: string, body?: object) =>
    withReachability(server.send, (name, problem) => reported.push([name, problem?.code ?? null]))(
      body ? 'POST' : 'GET',
      path,
      body
    ).catch(error => error);

  beforeEach(() => {
    reported = [];
    server = new FakeServer().on('GET', /./, {}).on('POST', /./, {});
  });

  it('reports connections that do not reach openBIS, and passes the error on', async () => {
    server.on('GET', /^browse/, DOWN).on('POST', 'jobs', DOWN);
    expect(await ask('browse/my%20lab?kind=space')).toBe(DOWN);
    await ask('jobs', { connection: 'other' });
    expect(reported).toEqual([
      ['my lab', 'instance-unreachable'],
      ['other', 'instance-unreachable']
    ]);
  });

  it('reports an answer of openBIS', async () => {
    await ask('search/lab?text=a');
    await ask('jobs', { connection: 'lab', dryRun: true });
    expect(reported).toEqual([
      ['lab', null],
      ['lab', null]
    ]);
  });

  it.each(['datasetTypes/lab', 'preview/lab/D1/a', 'conns'])(
    'reports no answer that may be remembered: %s',
    async path => {
      await ask(path);
      expect(reported).toEqual([]);
    }
  );

  it('ignores errors that openBIS itself has returned', async () => {
    server.on('GET', /^details/, new ApiError(404, 'No such dataSet found: D1', 'data-set-not-found'));
    await ask('details/lab/dataSet/D1');
    expect(reported).toEqual([]);
  });
});
