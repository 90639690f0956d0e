import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Details } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { FakeNotebook } from '../testing/fakeHost';
import { dataSet, entity, page, withSearch, withTree } from '../testing/fakeTree';
import { chooseInMenu } from '../testing/rowMenu';
import { connection, FakeServices, fakeServices, renderWith } from '../testing/render';
import { BrowseView } from './BrowseView';

const D1 = dataSet('D1', { $NAME: 'Images', type: 'MICROSCOPY', size: 2_000_000 });
const DETAILS: Details = {
  kind: 'dataSet',
  permId: 'D1',
  identifier: 'D1',
  type: 'MICROSCOPY',
  $NAME: 'Images',
  properties: [
    { code: '$NAME', label: 'Name', dataType: 'VARCHAR', multiValue: false, value: 'Images' },
    {
      code: 'NOTES',
      label: 'Notes',
      dataType: 'MULTILINE_VARCHAR',
      multiValue: false,
      value: '<b>two</b>\nlines'
    },
    {
      code: 'GOOD',
      label: 'Page',
      dataType: 'HYPERLINK',
      multiValue: false,
      value: 'https://example.org/?a=1&b=2'
    },
    { code: 'BAD', label: 'Trap', dataType: 'HYPERLINK', multiValue: false, value: 'javascript:alert(1)' },
    {
      code: 'AUTHORS',
      label: 'Authors',
      dataType: 'VARCHAR',
      multiValue: true,
      value: ['Müller, A.', 'Meier, B.']
    },
    { code: 'STAINS', label: 'Stains', dataType: 'CONTROLLEDVOCABULARY', multiValue: true, value: ['GFP'] },
    { code: 'NONE', label: 'Nothing', dataType: 'VARCHAR', multiValue: true, value: [] }
  ],
  owner: { kind: 'sample', permId: 'PS1', identifier: '/YEAST/S1', type: 'ENTRY', $NAME: 'Wild type' },
  parents: [{ kind: 'dataSet', permId: 'D0', type: 'RAW_DATA', $NAME: null, identifier: null }],
  children: [{ kind: 'dataSet', permId: 'D2', type: 'RAW_DATA', $NAME: 'Counted', identifier: null }],
  childrenCount: 7,
  registrator: 'alice',
  registrationDate: '2023-03-15T10:00:00+00:00',
  modificationDate: null,
  hasFileServer: false,
  hasAfsFiles: false,
  remark: null,
  elnUrl: 'https://openbis.example.org/eln',
  dataSet: D1
};
const FILES = [
  { name: 'images', path: 'original/images', isFolder: true, size: 900, files: 2 },
  { name: 'a.csv', path: 'original/a.csv', isFolder: false, size: 100, files: 1 }
];

describe('BrowseView', () => {
  let services: FakeServices;

  beforeEach(() => {
    services = fakeServices();
    withTree(services.server, {
      '/space': [entity('space', '/YEAST')],
      'PYEAST/sample': [entity('sample', '/YEAST/S1')],
      'PS1/dataSet': [D1]
    });
    services.server
      .on('GET', /^search\//, page([D1], 0, 50))
      .on('GET', 'details/lab/dataSet/D1', DETAILS)
      .on('GET', /^files\/lab\/D1\?start/, {
        folder: '',
        files: FILES,
        start_with: 0,
        count: 2,
        totalCount: 2,
        totalFiles: 3,
        totalBytes: 1000
      })
      .on('GET', /^files\/lab\/D1\?folder/, {
        folder: 'original/images',
        files: [{ name: 'b.png', path: 'original/images/b.png', isFolder: false, size: 9, files: 1 }],
        start_with: 0,
        count: 1,
        totalCount: 1,
        totalFiles: 2,
        totalBytes: 900
      })
      .on('GET', 'preview/lab/D1/original%2Fa.csv', {
        kind: 'table',
        mediaType: 'text/csv',
        data: null,
        text: null,
        rows: [
          ['time', 'od'],
          ['0', '0.1']
        ],
        truncated: true,
        reason: null,
        reasons: []
      });
  });

  const draw = async () => {
    await services.connections.start();
    renderWith(services, <BrowseView />);
    await screen.findByRole('treeitem', { name: /YEAST/ });
  };
  const item = (name: RegExp) => screen.findByRole('treeitem', { name });
  const search = async (text: string) => {
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search openBIS' }), text);
    await userEvent.click(await screen.findByRole('button', { name: /Images/ }));
    await screen.findByText('Notes');
  };

  it('requires a login, then shows the tree', async () => {
    services.server.on('GET', 'conns', {
      connections: [connection({ status: 'not connected' })],
      notebook_dir: '/'
    });
    await services.connections.start();
    renderWith(services, <BrowseView />);
    expect(screen.getByText(/Log in to lab/)).toBeInTheDocument();
    expect(services.server.asked.some(each => each.path.startsWith('browse'))).toBe(false);
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/' });
    await act(() => services.connections.refresh());
    await item(/YEAST/);
  });

  it('searches, checks results, and passes them to the download form', async () => {
    await draw();
    await userEvent.type(screen.getByRole('searchbox'), 'images');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Images' }));
    expect(screen.getByText('1 data set selected (2.0 MB)')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Download…' }));
    expect(services.navigation.task).toBe('download');
    expect(services.selection.places.map(each => each.permId)).toEqual(['D1']);
    expect(screen.queryByRole('tree')).toBeNull();
    await userEvent.clear(screen.getByRole('searchbox'));
    await item(/YEAST/);
  });

  it('shows why a search failed, keeps its text, and offers the login', async () => {
    services.server.on('GET', /^search\//, new ApiError(401, 'Your session has expired.'));
    await draw();
    await userEvent.type(screen.getByRole('searchbox'), 'images');
    expect(await screen.findByText('Your session has expired.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    expect(services.navigation.tab).toBe('connections');
    expect(screen.getByRole('searchbox')).toHaveValue('images');
  });

  it('shows properties as text, and only web addresses as links', async () => {
    await draw();
    await search('images');
    const notes = screen.getByText('Notes').nextElementSibling!;
    expect(notes).toHaveTextContent('two lines');
    expect(notes.children).toHaveLength(0);
    const owner = screen.getByText('Belongs to').nextElementSibling;
    expect(owner).toHaveTextContent('Wild typeS1 · sample');
    expect(screen.getByRole('link', { name: /example.org\/\?a/ })).toHaveAttribute(
      'rel',
      'noopener noreferrer'
    );
    expect(screen.queryByRole('link', { name: /javascript/ })).toBeNull();
    const authors = within(screen.getByText('Müller, A.').closest('ul')!);
    expect(authors.getAllByRole('listitem').map(each => each.textContent)).toEqual([
      'Müller, A.',
      'Meier, B.'
    ]);
    expect(screen.getByText('GFP').tagName).toBe('DD');
    expect(screen.queryByText('Nothing')).toBeNull();
    expect(screen.getByText('1 of 7 children are shown.')).toBeInTheDocument();
    const title = screen.getByRole('heading', { name: 'Images' }).parentElement!;
    await chooseInMenu(services, title, 'Open in openBIS');
    expect(services.host.opened).toEqual([DETAILS.elnUrl]);
    await chooseInMenu(services, title, 'Copy permId');
    expect(services.host.copied).toEqual(['D1']);
  });

  it('shows the lineage of an item with parents or children', async () => {
    const shown: unknown[] = [];
    services.lineages.requested.connect((_, each) => shown.push(each));
    await draw();
    await search('images');
    await userEvent.click(screen.getByRole('button', { name: 'Show lineage' }));
    expect(shown).toEqual([
      { connection: 'lab', subject: { kind: 'dataSet', permId: 'D1' }, name: 'Images' }
    ]);
  });

  it('opens related items and returns, with the focus', async () => {
    services.server.on('GET', 'details/lab/dataSet/D0', new ApiError(404, 'There is no data set D0.'));
    await draw();
    await search('images');
    expect(screen.getByRole('heading', { name: 'Images' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: /^D0/ }));
    await screen.findByText('There is no data set D0.');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await screen.findByText('Notes');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.getByRole('searchbox')).toHaveValue('images');
    expect(screen.getByRole('button', { name: /Images/ })).toHaveFocus();
  });

  it('selects single files; a folder includes its contents', async () => {
    await draw();
    await search('images');
    expect(await screen.findByText('3 files, 1.0 kB')).toBeInTheDocument();
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select images' }));
    await userEvent.click(await item(/^images/));
    expect(await screen.findByRole('checkbox', { name: 'Select b.png' })).toBeDisabled();
    expect(screen.getByRole('checkbox', { name: 'Select b.png' })).toBeChecked();
    const bar = screen.getByText('1 file or folder selected').parentElement!;
    await userEvent.click(within(bar).getByRole('button', { name: 'Download…' }));
    expect(services.selection.files).toEqual(['original/images']);
  });

  it('previews a table and inserts code that reads it', async () => {
    await draw();
    await search('images');
    await userEvent.click(await item(/a.csv/));
    const preview = await screen.findByRole('region', { name: 'Preview of a.csv' });
    expect(await within(preview).findByRole('columnheader', { name: 'od' })).toBeInTheDocument();
    expect(within(preview).getByRole('button', { name: 'Insert code…' })).toBeDisabled();
    const notebook = new FakeNotebook('analysis.ipynb');
    services.host.notebook = notebook;
    act(() => services.host.emitChanged());
    await userEvent.click(within(preview).getByRole('button', { name: 'Insert code…' }));
    await userEvent.click(within(preview).getByRole('button', { name: 'Load as table' }));
    expect(notebook.inserted).toEqual([
      'import pandas as pd\n\ntable = pd.read_csv("openbis://lab/D1/original/a.csv")\ntable'
    ]);
    expect(within(preview).getByText('Inserted into analysis.ipynb.')).toBeInTheDocument();
    notebook.language = 'julia';
    act(() => services.host.emitChanged());
    expect(within(preview).getByRole('button', { name: 'Insert code…' })).toHaveAccessibleDescription(
      /Python and R only/
    );
  });

  it('shows the first results of all kinds, and all of one', async () => {
    withSearch(services.server, {
      dataSet: [D1],
      sample: Array.from({ length: 7 }, (_, number) => entity('sample', `/YEAST/P/S${number}`)),
      experiment: [],
      project: [entity('project', '/YEAST/P')]
    });
    await draw();
    await userEvent.type(screen.getByRole('searchbox'), 'shock');
    const found = await screen.findByRole('list', { name: 'Found' });
    const samples = await within(found).findByRole('list', { name: 'Samples' });
    await waitFor(() => expect(within(samples).getAllByRole('listitem')).toHaveLength(5));
    expect(within(samples).getByRole('button', { name: /S0/ })).toHaveTextContent('/YEAST/P');
    expect(within(found).getByRole('list', { name: 'Data sets' })).toHaveTextContent('Images');
    const chips = within(screen.getByRole('group', { name: 'Found by kind' }));
    expect(chips.getAllByRole('button').map(each => each.textContent)).toEqual([
      'All 9',
      'Data sets 1',
      'Samples 7',
      'Experiments 0',
      'Projects 1'
    ]);
    expect(chips.getByRole('button', { name: 'All 9' })).toHaveAttribute('aria-pressed', 'true');
    expect(await seriousProblems(document.body)).toEqual([]);
    await userEvent.click(within(found).getByRole('button', { name: 'Show all: 7 samples' }));
    await screen.findByRole('button', { name: /S6/ });
    expect(chips.getByRole('button', { name: 'Samples 7' })).toHaveAttribute('aria-pressed', 'true');
    const counted = services.server.asked.filter(each => each.path.includes('counts=true'));
    expect(counted).toHaveLength(2); // by the search for all, and that for samples
  });

  it('offers the results of other kinds where one kind has none', async () => {
    withSearch(services.server, { dataSet: [], sample: [entity('sample', '/YEAST/S1')] });
    await draw();
    await userEvent.type(screen.getByRole('searchbox'), 'shock');
    await userEvent.click(await screen.findByRole('button', { name: 'Data sets 0' }));
    expect(await screen.findByText('No data sets found.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show 1 result of other kinds' }));
    expect(await screen.findByRole('button', { name: /S1/ })).toBeVisible();
  });

  it('shows a hint if nothing is found', async () => {
    withSearch(services.server, { dataSet: [], sample: [] });
    await draw();
    await userEvent.type(screen.getByRole('searchbox'), 'shock');
    expect(await screen.findByText('Nothing found. Try fewer or shorter words.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Clear search' }));
    await item(/YEAST/);
  });

  it('filters by type, date and registrator', async () => {
    services.server.on('GET', 'types/lab/dataSet', {
      types: [{ code: 'RAW_DATA', description: 'Raw', propertyAssignments: [] }]
    });
    await draw();
    await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
    await userEvent.click(screen.getByRole('button', { name: 'Data sets' }));
    await userEvent.click(screen.getByRole('combobox', { name: 'Type' }));
    await userEvent.click(await screen.findByRole('option', { name: /RAW_DATA/ }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Registered by me' }));
    await waitFor(() =>
      expect(services.server.asked.map(each => each.path)).toContain(
        'search/lab?kind=dataSet&type=RAW_DATA&mine=true&counts=true&start_with=0&count=50'
      )
    );
    await screen.findByRole('button', { name: /Images/ });
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await item(/YEAST/);
  });

  it('keeps tree, selection and search of a connection while another one is used, and names the connection of the selection', async () => {
    const others = [connection(), connection({ name: 'other', url: 'https://other.example.org' })];
    services.server.on('GET', 'conns', { connections: others, notebook_dir: '/home/alice' });
    await draw();
    await userEvent.click(await item(/YEAST/));
    await userEvent.click((await item(/^S1/)).querySelector('.jp-openbis-tree-caret')!);
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Images' }));
    const choose = (name: string) => act(() => services.connections.choose(name));
    await choose('other');
    expect(await screen.findByText('1 data set of lab selected (2.0 MB)')).toBeVisible();
    await userEvent.type(screen.getByRole('searchbox'), 'images');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Images' }));
    expect(screen.getByText('1 data set selected (2.0 MB)')).toBeVisible();
    await choose('lab');
    expect(await screen.findByRole('checkbox', { name: 'Select Images' })).toBeChecked(); // the tree is still open
    expect(screen.getByRole('searchbox')).toHaveValue('');
    const bar = screen.getByText('1 data set of other selected (2.0 MB)').parentElement!;
    await userEvent.click(within(bar).getByRole('button', { name: 'Download…' }));
    expect(services.selection.places.map(each => each.connection)).toEqual(['other']);
  });

  it('keeps open folders of a data set while another tab is shown', async () => {
    await services.connections.start();
    const { unmount } = renderWith(services, <BrowseView />);
    await item(/YEAST/);
    await search('images');
    await userEvent.click(await item(/^images/));
    await item(/b.png/);
    unmount();
    renderWith(services, <BrowseView />);
    expect(await item(/^images/)).toHaveAttribute('aria-expanded', 'true');
    await item(/b.png/);
  });

  it('shows that a sample has no data sets', async () => {
    const details = { ...DETAILS, kind: 'sample', permId: 'PS2', $NAME: 'Bare', dataSet: null };
    services.server
      .on('GET', /^search\//, page([entity('sample', '/YEAST/S2', { $NAME: 'Bare' })], 0, 50))
      .on('GET', 'details/lab/sample/PS2', details);
    await draw();
    await userEvent.type(screen.getByRole('searchbox'), 'bare');
    await userEvent.click(await screen.findByRole('button', { name: /Bare/ }));
    expect(await screen.findByText('No data sets')).toBeVisible();
  });
});
