import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { seriousProblems } from '../testing/accessibility';
import { FakeNotebook } from '../testing/fakeHost';
import { job } from '../testing/jobs';
import { FakeServices, fakeServices, renderWith } from '../testing/render';
import { savedEnvironment } from '../testing/savedEnvironment';
import { assignment, dataSetType } from '../testing/types';
import { PublishForm } from './PublishForm';

const PLAN = {
  type: 'T',
  owner: '/A/B',
  parents: [],
  properties: {},
  files: [],
  total: { files: 2, bytes: 9 }
};
const FILE_PLAN = {
  owner: '/A/B',
  ownerKind: 'sample',
  permId: '1-1',
  folder: 'Growth 2026-03-01 14-05-09',
  files: [
    { path: 'Growth 2026-03-01 14-05-09/Growth.ipynb', size: 9, isFolder: false, replaces: false },
    { path: 'Growth 2026-03-01 14-05-09/publication.json', size: 1, isFolder: false, replaces: false }
  ],
  total: { files: 2, bytes: 10 },
  existing: [],
  unchanged: [],
  leftOutFiles: [],
  remarks: [],
  parents: ['2-2']
};
const RUNNING = job({ kind: 'publish', state: 'running', permIds: [], folder: null });

describe('PublishForm', () => {
  let services: FakeServices;
  let notebook: FakeNotebook;
  let hasFileServer: boolean;

  beforeEach(async () => {
    hasFileServer = false;
    services = fakeServices();
    notebook = new FakeNotebook('work/Growth.ipynb');
    notebook.kernel = () => 'jupyter-openbis\tversion\t3.11';
    services.server.on('POST', 'environment', savedEnvironment('work'));
    services.server.on('POST', 'jobs', (body: { dryRun?: boolean }) => (body.dryRun ? PLAN : RUNNING));
    services.server.on('GET', 'jobs', { jobs: [RUNNING] });
    await services.connections.refresh();
  });

  const show = async (...codes: string[]) => {
    const types = codes.map(code => dataSetType(code, assignment('$NAME'), assignment('OPERATOR')));
    const options = { dataSetTypes: types, hasFileServer };
    services.server.on('GET', 'datasetTypes/lab?fileServer=true', options);
    services.host.notebook = notebook;
    await act(async () => void renderWith(services, <PublishForm />));
  };
  const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
  const lastBody = () => services.server.bodies('POST', 'jobs').pop();

  it('publishes the saved notebook with its history id and requirements', async () => {
    await show('ANALYSIS_NOTEBOOK');
    await userEvent.type(await screen.findByRole('textbox', { name: 'OPERATOR' }), 'Bob');
    await userEvent.type(screen.getByRole('textbox', { name: /Sample or experiment/ }), '/A/B');
    await userEvent.type(screen.getByRole('textbox', { name: 'Notes' }), 'First try');
    await press('Review…');
    await press('Publish');
    await waitFor(() => expect(lastBody()).not.toHaveProperty('dryRun'));
    const historyId = notebook.metadata.openbisHistoryId;
    expect(historyId).toBeTruthy();
    expect(lastBody()).toMatchObject({
      kind: 'publish',
      notebook: 'work/Growth.ipynb',
      entityIdentifier: '/A/B',
      name: null,
      notes: 'First try',
      type: 'ANALYSIS_NOTEBOOK',
      historyId,
      props: { OPERATOR: 'Bob' }
    });
    expect(services.server.bodies('POST', 'environment')).toHaveLength(1);
    expect(notebook.hasUnsavedChanges).toBe(false);
  });

  it('links to the new data set', async () => {
    await show('ANALYSIS_NOTEBOOK');
    await press('Review…');
    await press('Publish');
    expect(await screen.findByRole('progressbar', { name: 'Publishing…' })).toBeVisible();
    const done = {
      ...RUNNING,
      state: 'done',
      permIds: ['2-2'],
      link: 'https://eln.example.org/2-2',
      remarks: ['Not trusted']
    };
    services.server.on('GET', 'jobs', { jobs: [done] });
    await act(() => services.transfers.refresh());
    expect(await screen.findByText('Published as data set 2-2.')).toBeVisible();
    expect(screen.getByText('Not trusted.')).toBeVisible();
    await press('Open in openBIS');
    expect(services.host.opened).toEqual(['https://eln.example.org/2-2']);
  });

  it('has a type field only if openBIS has no type for notebooks', async () => {
    await show('RAW_DATA');
    await userEvent.type(await screen.findByRole('combobox', { name: /Data set type/ }), 'raw{Enter}');
    await press('Review…');
    await waitFor(() => expect(lastBody()).toMatchObject({ type: 'RAW_DATA' }));
  });

  it('offers no files where openBIS has no file server', async () => {
    await show('ANALYSIS_NOTEBOOK');
    await press('Review…');
    await waitFor(() => expect(lastBody()).toMatchObject({ target: 'dataSet' }));
    expect(screen.queryByRole('group', { name: 'Store as' })).toBeNull();
    expect(services.server.asked.filter(({ path }) => path.startsWith('details'))).toEqual([]);
  });

  describe('where openBIS keeps files of samples', () => {
    const done = {
      ...RUNNING,
      state: 'done' as const,
      isOfOwner: true,
      owner: '/A/B',
      ownerKind: 'sample' as const,
      ownerFolder: FILE_PLAN.folder,
      permIds: ['1-1'],
      link: 'https://eln.example.org/1-1'
    };

    beforeEach(() => {
      hasFileServer = true;
      services.server.on('POST', 'jobs', (body: { dryRun?: boolean; target: string }) =>
        body.dryRun ? (body.target === 'files' ? FILE_PLAN : PLAN) : { ...RUNNING, isOfOwner: true }
      );
    });

    const choose = async (name: string) => userEvent.click(await screen.findByRole('radio', { name }));

    it('publishes in a new folder of them, without type and properties', async () => {
      await show('RAW_DATA');
      await userEvent.type(await screen.findByRole('combobox', { name: /Data set type/ }), 'raw{Enter}');
      expect(screen.getByRole('textbox', { name: 'OPERATOR' })).toBeVisible();
      expect(screen.getByRole('radio', { name: 'Data set' })).toBeChecked();
      await choose('Files of the sample or experiment');
      expect(screen.queryByRole('combobox', { name: /Data set type/ })).toBeNull();
      expect(screen.queryByRole('textbox', { name: 'OPERATOR' })).toBeNull();
      expect(screen.getByText('Data sets that the notebook has used.')).toBeVisible();
      await press('Review…');
      const plan = await screen.findByRole('region', { name: 'What will be sent' });
      expect(plan).toHaveTextContent(
        /named by notebook and time \(UTC\): Growth 2026-03-01 14-05-09\. 1 parent\./
      );
      expect(within(plan).getByTitle('publication.json')).toBeInTheDocument();
      expect(await seriousProblems(document.body)).toEqual([]);
      await press('Publish');
      await waitFor(() => expect(lastBody()).not.toHaveProperty('dryRun'));
      expect(lastBody()).toMatchObject({ target: 'files', props: {} });
      expect((lastBody() as { type?: string }).type).toBeUndefined();
    });

    it('shows the new folder among the files of its owner', async () => {
      await show('ANALYSIS_NOTEBOOK');
      await choose('Files of the sample or experiment');
      await press('Review…');
      await press('Publish');
      services.server.on('GET', 'jobs', { jobs: [done] });
      await act(() => services.transfers.refresh());
      expect(await screen.findByText(`Published in the files of /A/B: ${FILE_PLAN.folder}.`)).toBeVisible();
      expect(screen.getByRole('radio', { name: 'Files of the sample or experiment' })).toBeChecked();
      await press('Open in openBIS');
      expect(services.host.opened).toEqual(['https://eln.example.org/1-1']);
      await press('Show the files');
      expect(services.navigation.tab).toBe('browse');
      expect(services.browsing.shown).toEqual({ kind: 'sample', permId: '1-1' });
      expect(services.browsing.consumeWantedFile()).toBe(FILE_PLAN.folder);
    });
  });

  it('does not ask kernels of other languages', async () => {
    notebook.language = 'julia';
    await show('ANALYSIS_NOTEBOOK');
    expect(await screen.findByRole('checkbox', { name: 'Include package list' })).toBeDisabled();
    await press('Review…');
    await screen.findByRole('button', { name: 'Publish' });
    expect(services.server.bodies('POST', 'environment')).toEqual([]);
  });

  it('reports a kernel that does not respond, and sends nothing', async () => {
    notebook.kernel = null;
    await show('ANALYSIS_NOTEBOOK');
    await press('Review…');
    expect(await screen.findByText(/did not return its package list/)).toBeVisible();
    expect(services.server.bodies('POST', 'jobs')).toEqual([]);
  });

  it('publishes without the package list of a busy kernel on request', async () => {
    notebook.isKernelBusy = true;
    notebook.kernel = () => new Promise(() => undefined);
    services.host.choices = ['without'];
    await show('ANALYSIS_NOTEBOOK');
    await press('Review…');
    await screen.findByRole('button', { name: 'Publish' });
    expect(services.host.asked).toMatchObject([
      {
        title: 'The kernel is busy',
        choices: [{ label: 'Publish without the package list' }, { label: 'Wait' }]
      }
    ]);
    expect(services.server.bodies('POST', 'environment')).toEqual([]);
  });

  it('says that it waits for a busy kernel, which can be cancelled', async () => {
    notebook.isKernelBusy = true;
    notebook.kernel = () => new Promise(() => undefined);
    services.host.choices = ['wait'];
    await show('ANALYSIS_NOTEBOOK');
    await press('Review…');
    expect(await screen.findByText('Waiting for the kernel, which is busy…')).toBeVisible();
    await press('Cancel');
    expect(await screen.findByText('Cancelled; nothing was saved.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Review…' })).toBeEnabled();
    expect(services.server.bodies('POST', 'jobs')).toEqual([]);
  });

  describe('of a notebook that was published before', () => {
    const version = (permId: string, changes: object = {}) => ({
      permId,
      name: 'Growth curves',
      notes: 'Second try',
      type: 'ANALYSIS_NOTEBOOK',
      owner: '/A/B/C',
      registered: '2026-03-01T14:05:09Z',
      registrator: 'bob',
      elnUrl: 'https://eln.example.org/',
      ...changes
    });
    const property = (code: string, value: string) => ({ code, label: code, dataType: 'VARCHAR', value });
    const DETAILS = {
      kind: 'dataSet',
      permId: '2-2',
      type: 'ANALYSIS_NOTEBOOK',
      $NAME: 'Growth curves',
      properties: [
        property('$NAME', 'Growth curves'),
        property('NOTES', 'Second try'),
        property('OPERATOR', 'Bob'),
        property('$HISTORY_ID', 'h-1')
      ],
      parents: [{ permId: '1-1' }, { permId: '1-2' }],
      dataSet: { sample: '/A/B/C', experiment: '/A/B/E' }
    };

    beforeEach(() => {
      notebook = new FakeNotebook('work/Growth.ipynb', { openbisHistoryId: 'h-1', datasets: { '1-1': {} } });
      notebook.kernel = () => 'jupyter-openbis\tversion\t3.11';
      services.server
        .on('GET', 'publications/lab?historyId=h-1', {
          versions: [version('2-2'), version('2-1', { registrator: 'alice', notes: '' })],
          totalCount: 2
        })
        .on('GET', 'details/lab/dataSet/2-2', DETAILS);
    });

    const owner = () => screen.findByRole('textbox', { name: /Sample or experiment/ });

    it('begins with the values of the last version', async () => {
      await show('ANALYSIS_NOTEBOOK');
      expect(await screen.findByText('Filled in from the last version.')).toBeVisible();
      expect(await owner()).toHaveValue('/A/B/C');
      expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Growth curves');
      expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveValue('Second try');
      expect(screen.getByRole('textbox', { name: 'OPERATOR' })).toHaveValue('Bob');
      expect(screen.getByRole('checkbox', { name: '1-2' })).toBeChecked();
      await press('Review…');
      await press('Publish');
      await waitFor(() => expect(lastBody()).not.toHaveProperty('dryRun'));
      expect(lastBody()).toMatchObject({
        entityIdentifier: '/A/B/C',
        name: 'Growth curves',
        notes: 'Second try',
        parents: ['1-1', '1-2'],
        historyId: 'h-1',
        props: { OPERATOR: 'Bob' }
      });
    });

    it('lists the versions with links to their details', async () => {
      await show('ANALYSIS_NOTEBOOK');
      await userEvent.click(await screen.findByText('2 earlier versions'));
      const links = within(screen.getByRole('list', { name: 'Versions' })).getAllByRole('button');
      expect(links.map(each => each.textContent)).toEqual([
        expect.stringMatching(/Growth curves.*2026.*bob · 2-2/),
        expect.stringMatching(/alice · 2-1/)
      ]);
      expect(await seriousProblems(document.body)).toEqual([]);
      await userEvent.click(links[1]);
      expect(services.navigation.tab).toBe('browse');
      expect(services.browsing.shown).toEqual({ kind: 'dataSet', permId: '2-1' });
    });

    it('can be cleared and filled in again', async () => {
      await show('ANALYSIS_NOTEBOOK');
      await screen.findByText('Filled in from the last version.');
      await press('Clear form');
      expect(await owner()).toHaveValue('');
      await press('Fill in from the last version');
      expect(await owner()).toHaveValue('/A/B/C');
    });

    it('keeps what was entered', async () => {
      services.publications.change({ notes: 'Mine' }, { connection: 'lab', notebook: 'work/Growth.ipynb' });
      await show('ANALYSIS_NOTEBOOK');
      await screen.findByRole('button', { name: 'Fill in from the last version' });
      expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveValue('Mine');
      expect(await owner()).toHaveValue('');
    });

    it('begins with a later version in files', async () => {
      hasFileServer = true;
      const folder = 'Growth 2026-03-02 10-00-00';
      notebook.metadata.openbis = { files: { [`9-9/${folder}`]: 'Published in the files of /A/B/S' } };
      const text = JSON.stringify({
        owner: { kind: 'sample', permId: '9-9', identifier: '/A/B/S' },
        parents: ['1-3'],
        properties: { $NAME: 'Growth', NOTES: 'In files' }
      });
      const path = encodeURIComponent(`${folder}/publication.json`);
      services.server.on('GET', `preview/lab/9-9/${path}`, { kind: 'text', text });
      await show('ANALYSIS_NOTEBOOK');
      await screen.findByText('Filled in from the last version.');
      expect(await owner()).toHaveValue('/A/B/S');
      expect(screen.getByRole('radio', { name: 'Files of the sample or experiment' })).toBeChecked();
      expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveValue('In files');
      expect(screen.getByText('3 earlier versions')).toBeVisible();
    });
  });

  it('needs a notebook', () => {
    renderWith(services, <PublishForm />);
    expect(screen.getByText('Open the notebook that you want to publish.')).toBeVisible();
  });

  it('has no serious problem of accessibility', async () => {
    await show('RAW_DATA');
    expect(await seriousProblems(document.body)).toEqual([]);
  });
});
