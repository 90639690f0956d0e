import { ApiError, Kind, OpenbisApi } from '../../api';
import { NodeRow, TailRow, TreeNode } from '../../common/tree/treeModel';
import { FakeServer } from '../../testing/fakeServer';
import { dataSet, entity, withTree } from '../../testing/fakeTree';
import { EntityItem, titleOf } from './entityItem';
import { entityTree, EntityTreeModel } from './entityTreeModel';

const ALL: Kind[] = ['space', 'project', 'experiment', 'sample', 'dataSet'];

describe('entityTree', () => {
  const many = Array.from({ length: 12 }, (_, number) => dataSet(`D${number}`));
  const places = {
    '/space': [entity('space', '/YEAST'), entity('space', '/EMPTY')],
    'PYEAST/project': [entity('project', '/YEAST/GROWTH')],
    'PYEAST/sample': [entity('sample', '/YEAST/S0', { $NAME: 'Shared' })],
    'PGROWTH/experiment': [entity('experiment', '/YEAST/GROWTH/E1')],
    'PE1/sample': [entity('sample', '/YEAST/GROWTH/S1')],
    'PE1/dataSet': [dataSet('D100')],
    'PS0/dataSet': many
  };
  let server: FakeServer;
  let tree: EntityTreeModel;

  const make = (kinds = ALL, root?: { kind: Kind; permId: string }) =>
    entityTree(new OpenbisApi(server.send).browsing, 'my lab', { kinds, root, pageSize: () => 5 });
  const shown = () =>
    tree
      .rows()
      .map(row => `${'-'.repeat(row.level)}${row.what === 'node' ? titleOf(row.node.item) : row.what}`);
  const node = (permId: string): TreeNode<EntityItem> =>
    tree
      .rows()
      .find((row): row is NodeRow<EntityItem> => row.what === 'node' && row.node.item.permId === permId)!
      .node;
  const tail = () => tree.rows().flatMap(row => (row.what === 'tail' ? [row.branch] : []))[0];

  beforeEach(async () => {
    server = withTree(new FakeServer(), places);
    tree = make();
    await tree.start();
  });

  it('loads only opened nodes, one request per kind', async () => {
    expect(shown()).toEqual(['-YEAST', '-EMPTY']);
    await tree.open(node('PYEAST'));
    expect(shown()).toEqual(['-YEAST', '--GROWTH', '--Shared', '-EMPTY']);
    expect(server.asked.map(each => each.path)).toEqual([
      'browse/my%20lab?kind=space&start_with=0&count=5',
      'browse/my%20lab?kind=project&inKind=space&inPermId=PYEAST&start_with=0&count=5',
      'browse/my%20lab?kind=sample&inKind=space&inPermId=PYEAST&start_with=0&count=5'
    ]);
  });

  it('loads nodes once that are closed and opened again', async () => {
    await tree.open(node('PYEAST'));
    tree.close(node('PYEAST'));
    expect(shown()).toEqual(['-YEAST', '-EMPTY']);
    await tree.toggle(node('PYEAST'));
    expect(server.asked).toHaveLength(3);
  });

  it('shows only the requested kinds', async () => {
    tree = make(['sample', 'dataSet'], { kind: 'experiment', permId: 'PE1' });
    await tree.start();
    expect(shown()).toEqual(['-S1', '-D100']);
    tree = make(['space', 'project', 'experiment', 'sample']);
    await tree.start();
    await tree.open(node('PYEAST'));
    expect(node('PS0').canOpen).toBe(false);
  });

  it('shows that a node is empty', async () => {
    await tree.open(node('PEMPTY'));
    expect(shown()).toEqual(['-YEAST', '-EMPTY', '--empty']);
  });

  it('appends pages until the list is complete', async () => {
    await tree.open(node('PYEAST'));
    await tree.open(node('PS0'));
    expect(tail()).toMatchObject({ total: 12, next: 5, isLoading: false });
    await tree.more(tail());
    await tree.more(tail());
    expect(tail()).toBeUndefined();
    expect(node('PS0').branches[0].nodes.map(each => each.item.permId)).toEqual(
      many.map(each => each.permId)
    );
  });

  it('shows a data set once when new ones move the pages', async () => {
    await tree.open(node('PYEAST'));
    await tree.open(node('PS0'));
    withTree(server, { 'PS0/dataSet': [dataSet('NEW'), ...many] });
    await tree.more(tail());
    const ids = node('PS0').branches[0].nodes.map(each => each.item.permId);
    expect(ids).toEqual([...new Set(ids)]);
    expect(tail()).toMatchObject({ next: 10, total: 13 });
  });

  it('shows a failed page, and retries', async () => {
    server.on('GET', /inPermId=PE1.*/, new ApiError(500, 'openBIS does not answer.'));
    await tree.open(node('PYEAST'));
    await tree.open(node('PGROWTH'));
    await tree.open(node('PE1'));
    expect(tail().error?.reason).toBe('openBIS does not answer.');
    withTree(server, places);
    await tree.more(tail());
    await tree.more(tail());
    expect(shown()).toEqual(['-YEAST', '--GROWTH', '---E1', '----S1', '----D100', '--Shared', '-EMPTY']);
  });

  it('reloads open nodes as far as they were loaded', async () => {
    await tree.open(node('PYEAST'));
    await tree.open(node('PS0'));
    await tree.more(tail());
    withTree(server, { ...places, 'PS0/dataSet': [dataSet('NEW'), ...many], 'PYEAST/project': [] });
    await tree.refresh();
    expect(shown().slice(0, 4)).toEqual(['-YEAST', '--Shared', '---NEW', '---D0']);
    expect(tail()).toMatchObject({ next: 10, total: 13 });
  });

  it('reloads as many rows as there were, a thousand per request', async () => {
    const all = Array.from({ length: 2500 }, (_, number) => dataSet(`N${number}`));
    withTree(server, { ...places, 'PS0/dataSet': all });
    tree = entityTree(new OpenbisApi(server.send).browsing, 'lab', { kinds: ALL, pageSize: () => 2400 });
    await tree.start();
    await tree.open(node('PYEAST'));
    await tree.open(node('PS0'));
    server.asked.length = 0;
    await tree.refresh();
    const permIds = node('PS0').branches[0].nodes.map(each => each.item.permId);
    expect(permIds).toEqual(all.slice(0, 2400).map(each => each.permId));
    const counts = server.asked
      .filter(each => each.path.includes('PS0'))
      .map(each => each.path.split('&').slice(-2));
    expect(counts).toEqual([
      ['start_with=0', 'count=1000'],
      ['start_with=999', 'count=1000'],
      ['start_with=1998', 'count=402']
    ]);
  });

  it('shows once why all branches of an item failed, and retries all', async () => {
    server.on('GET', /inPermId=PYEAST/, new ApiError(500, 'openBIS does not answer.'));
    await tree.open(node('PYEAST'));
    expect(shown()).toEqual(['-YEAST', '--tail', '-EMPTY']);
    withTree(server, places);
    await tree.retry(tree.rows().find((row): row is TailRow<EntityItem> => row.what === 'tail')!);
    expect(shown()).toEqual(['-YEAST', '--GROWTH', '--Shared', '-EMPTY']);
  });

  it('returns the same rows until something changes', async () => {
    const rows = tree.rows();
    expect(tree.rows()).toBe(rows);
    await tree.open(node('PYEAST'));
    expect(tree.rows()).not.toBe(rows);
  });

  it('counts siblings over all kinds once they are known', async () => {
    await tree.open(node('PYEAST'));
    const rows = tree.rows().filter((row): row is NodeRow<EntityItem> => row.what === 'node');
    expect(rows.map(({ position, siblings }) => `${position}/${siblings}`)).toEqual([
      '1/2',
      '1/2',
      '2/2',
      '2/2'
    ]);
  });
});
