import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, LineageGraph } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { FakeNotebook } from '../testing/fakeHost';
import { largeLineage, lineage, node } from '../testing/lineages';
import { connection, FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { LineageStart } from './lineages';
import { LineageView } from './LineageView';

const START: LineageStart = {
  connection: 'lab',
  subject: { kind: 'dataSet', permId: '1-1' },
  name: 'Images'
};
const NOTEBOOK: LineageStart = {
  connection: 'lab',
  subject: { kind: 'notebook', path: 'work/growth.ipynb' },
  name: 'growth.ipynb'
};
const PATH = 'lineage/lab/dataSet/1-1?maxNodes=200';
/** `raw` was used for the start, from which `table` and `report` were made. */
const GRAPH: LineageGraph = {
  start: '1-1',
  nodes: [
    node('1-1', { name: 'Images', type: 'MICROSCOPY' }),
    node('raw', { name: 'Raw stack', kind: 'sample', type: 'ENTRY' }),
    node('table'),
    node('report', { name: 'Report' })
  ],
  edges: [
    { source: 'raw', result: '1-1' },
    { source: '1-1', result: 'table' },
    { source: '1-1', result: 'report' }
  ],
  isComplete: true
};

describe('LineageView', () => {
  let services: FakeServices;

  beforeEach(() => {
    services = fakeServices();
    services.server.on('GET', PATH, GRAPH);
  });

  const show = (start = START, onLeave = () => undefined) =>
    renderWith(services, <LineageView start={start} onLeave={onLeave} />);
  const button = (name: string | RegExp) => screen.getByRole('button', { name });
  const shownNode = (name: RegExp) => screen.findByRole('button', { name });
  const paths = () => services.server.asked.map(each => each.path).filter(each => each.startsWith('lineage'));

  it('describes each node with its sources and results', async () => {
    show();
    const start = await shownNode(/^Images/);
    expect(start).toHaveAccessibleName(
      'Images, data set, MICROSCOPY; start; sources: Raw stack; results: table, Report'
    );
    expect(start).toHaveAttribute('aria-current', 'true');
    expect(button(/^Raw stack/)).toHaveAccessibleName(
      'Raw stack, sample, ENTRY; no sources; results: Images'
    );
    expect(screen.getByText('3 sources and results')).toBeVisible();
    expect(await seriousProblems(document.body)).toEqual([]);
  });

  it('moves along the lines by arrow keys', async () => {
    show();
    const start = await shownNode(/^Images/);
    act(() => start.focus());
    await userEvent.keyboard('{ArrowLeft}');
    expect(button(/^Raw stack/)).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(button(/^Raw stack/)).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    const result = document.activeElement!;
    expect(result).toHaveAccessibleName(/^(table|Report), .*sources: Images/);
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{ArrowUp}');
    await userEvent.keyboard('{Home}');
    expect(start).toHaveFocus();
    expect(screen.getAllByRole('button').filter(each => each.tabIndex === 0 && each.title)).toContain(start);
  });

  it('has one stop of the Tab key for all nodes, which follows the focus', async () => {
    show();
    const start = await shownNode(/^Images/);
    const raw = button(/^Raw stack/);
    expect([start.tabIndex, raw.tabIndex]).toEqual([0, -1]);
    act(() => raw.focus());
    expect([start.tabIndex, raw.tabIndex]).toEqual([-1, 0]);
  });

  it('mirrors the arrow keys where pages go from right to left', async () => {
    show();
    const start = await shownNode(/^Images/);
    screen.getByRole('group', { name: 'Picture of the lineage' }).style.direction = 'rtl';
    act(() => start.focus());
    await userEvent.keyboard('{ArrowRight}');
    expect(button(/^Raw stack/)).toHaveFocus();
  });

  it('opens the details of a node in the panel', async () => {
    await services.connections.start();
    const leave = jest.fn();
    show(START, leave);
    await userEvent.click(await shownNode(/^Raw stack/));
    expect(services.browsing.shown).toEqual({ kind: 'sample', permId: 'raw' });
    expect(services.navigation.tab).toBe('browse');
    expect([services.host.panelShown, leave.mock.calls.length]).toEqual([1, 1]);
  });

  it('opens details in the connection of the lineage', async () => {
    const all = [connection({ name: 'other' }), connection()];
    services.server.on('GET', 'conns', { connections: all, notebook_dir: '/home/alice' });
    await services.connections.start();
    expect(services.connections.current?.name).toBe('other');
    show();
    await shownNode(/^Images/);
    act(() => button(/^Images/).focus());
    await userEvent.keyboard('{Enter}');
    expect(services.connections.current?.name).toBe('lab');
    expect(services.browsing.shown).toEqual({ kind: 'dataSet', permId: '1-1' });
  });

  it('shows a notebook, and opens it', async () => {
    const graph = {
      ...lineage('ab'),
      start: 'growth.ipynb',
      edges: [{ source: 'b', result: 'growth.ipynb' }]
    };
    graph.nodes = [node('growth.ipynb', { kind: 'notebook', name: 'growth.ipynb', type: null }), node('b')];
    services.server.on('GET', 'lineage/lab?notebook=work%2Fgrowth.ipynb&maxNodes=200', graph);
    services.host.notebook = new FakeNotebook('work/growth.ipynb');
    services.host.notebook.hasUnsavedChanges = true;
    show(NOTEBOOK);
    await userEvent.click(await shownNode(/^growth\.ipynb, notebook; start/));
    expect(services.host.openedFiles).toEqual(['work/growth.ipynb']);
    expect(screen.getByText(/^Unsaved changes/)).toBeVisible();
  });

  it('says that it is not complete, and loads more', async () => {
    const part = { ...largeLineage(200), isComplete: false };
    services.server.on('GET', PATH, part);
    services.server.on('GET', 'lineage/lab/dataSet/1-1?maxNodes=1000', largeLineage(300));
    show();
    expect(await screen.findByText(/^Not complete/)).toBeVisible();
    await userEvent.click(button('Load more'));
    expect(await screen.findByText('299 sources and results')).toBeVisible();
    expect(screen.queryByText(/^Not complete/)).toBeNull();
    expect(screen.getByRole('heading', { name: 'Lineage of Images' })).toHaveFocus();
  });

  it('does not offer more where the server has no more', async () => {
    services.server.on('GET', PATH, { ...GRAPH, isComplete: false });
    show();
    expect(await screen.findByText(/^Not complete/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('draws the nearest nodes of a very large lineage', async () => {
    services.server.on('GET', PATH, largeLineage(3000));
    show();
    expect(await screen.findByText(/^Only the nearest/)).toHaveTextContent('1000 of 3000');
    // Queries by role take long in this many nodes.
    expect(document.querySelectorAll('.jp-openbis-lineage button')).toHaveLength(1000);
  });

  it('shows the same as a tree', async () => {
    show();
    await shownNode(/^Images/);
    await userEvent.click(button('List'));
    const tree = await screen.findByRole('tree', { name: 'Sources and results' });
    const names = () =>
      within(tree)
        .getAllByRole('treeitem')
        .map(each => each.getAttribute('aria-label'));
    await waitFor(() => expect(names()).toHaveLength(5));
    expect(names()[1]).toBe('Raw stack · sample · ENTRY · raw');
    await services.connections.start();
    await userEvent.click(within(tree).getByText('Report'));
    expect(services.browsing.shown).toEqual({ kind: 'dataSet', permId: 'report' });
    expect(await seriousProblems(document.body)).toEqual([]);
    await userEvent.click(button('Picture'));
    expect(await shownNode(/^Images/)).toBeVisible();
  });

  it('copies it as Mermaid, drawn by the server', async () => {
    services.server.on('GET', `${PATH}&format=mermaid`, { ...GRAPH, drawing: 'flowchart TD' });
    show();
    await shownNode(/^Images/);
    await userEvent.click(button('Copy as Mermaid'));
    await waitFor(() => expect(services.host.copied).toEqual(['flowchart TD']));
  });

  it('saves the picture of the server in the folder of the file browser', async () => {
    services.server.on('GET', 'lineage/lab/dataSet/1-1?maxNodes=200&format=svg', {
      ...GRAPH,
      drawing: '<svg/>'
    });
    services.host.folder = 'work';
    show({ ...START, name: 'a/b: "c"' });
    await shownNode(/^Images/);
    await userEvent.click(button('Save picture'));
    const name = 'lineage a_b_ _c_.svg';
    await waitFor(() => expect(services.host.savedFiles).toEqual({ [`work/${name}`]: '<svg/>' }));
    expect(services.host.notified).toEqual([`Saved as ${name}`]);
    services.host.notificationActions[0].run();
    expect(services.host.revealed).toEqual([`work > ${name}`]);
  });

  it('zooms by buttons, keys, and the wheel with Ctrl', async () => {
    show();
    const start = await shownNode(/^Images/);
    const area = screen.getByRole('group', { name: 'Picture of the lineage' });
    await userEvent.click(button('Zoom in'));
    expect(screen.getByText('125 %')).toBeVisible();
    act(() => start.focus());
    await userEvent.keyboard('-');
    expect(button('100 %')).toHaveAttribute('aria-pressed', 'true');
    fireEvent.wheel(area, { deltaY: -1 });
    expect(button('100 %')).toHaveAttribute('aria-pressed', 'true');
    expect(fireEvent.wheel(area, { deltaY: -1, ctrlKey: true })).toBe(false);
    expect(await screen.findByText('125 %')).toBeVisible();
  });

  it('shows an error with the next step, and keeps nothing from before', async () => {
    let answer: unknown = new ApiError(500, 'openBIS does not answer');
    services.server.on('GET', PATH, () => answer);
    show();
    const retry = await screen.findByRole('button', { name: 'Try again' });
    answer = GRAPH;
    await userEvent.click(retry);
    expect(await shownNode(/^Images/)).toBeVisible();
    expect(paths()).toEqual([PATH, PATH]);
  });
});

describe('LineagesModel', () => {
  it('shows the lineages again after a reload of the page', () => {
    const browser = storage();
    const before = fakeServices(browser).lineages;
    before.remember(null, START);
    before.remember(null, NOTEBOOK);
    before.remember(NOTEBOOK, null);
    const { lineages } = fakeServices(browser);
    const shown: LineageStart[] = [];
    lineages.requested.connect((_, each) => shown.push(each));
    lineages.restore();
    expect(shown).toEqual([START]);
  });
});
