import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { FakeNotebook } from '../testing/fakeHost';
import { job } from '../testing/jobs';
import { chooseEntry } from '../testing/menus';
import { FakeServices, fakeServices, renderWith } from '../testing/render';
import { savedEnvironment } from '../testing/savedEnvironment';
import { assignment, dataSetType } from '../testing/types';
import { UploadForm } from './UploadForm';

const TYPE = dataSetType(
  'MICROSCOPY',
  assignment('$NAME', { label: 'Name' }),
  assignment('MAGNIFICATION', { label: 'Magnification', dataType: 'INTEGER', mandatory: true, ordinal: 2 }),
  assignment('STAIN', {
    label: 'Stain',
    dataType: 'CONTROLLEDVOCABULARY',
    ordinal: 3,
    terms: [{ code: 'GFP', label: 'Green', description: 'protein', official: true, ordinal: 1 }]
  }),
  assignment('LAPSE', { label: 'Time lapse', dataType: 'BOOLEAN', ordinal: 4 }),
  assignment('SUM', { label: 'Sum', computed: true })
);
const SEVERAL = dataSetType(
  'SCREENING',
  assignment('AUTHORS', { label: 'Authors', multiValue: true, mandatory: true }),
  assignment('STAINS', {
    label: 'Stains',
    dataType: 'CONTROLLEDVOCABULARY',
    multiValue: true,
    ordinal: 2,
    terms: [{ code: 'DAPI', label: 'Blue', description: null, official: true, ordinal: 1 }]
  })
);
const PLAN = {
  type: 'MICROSCOPY',
  owner: '/A/B/C',
  parents: ['1-1'],
  properties: {},
  files: [{ name: 'a.ipynb', size: 1200, isFolder: false }],
  total: { files: 1, bytes: 1200 }
};

describe('UploadForm', () => {
  let services: FakeServices;
  let notebook: FakeNotebook;

  beforeEach(async () => {
    services = fakeServices();
    notebook = new FakeNotebook('work/a.ipynb', { datasets: { '1-1': {}, '1-2': {} } });
    notebook.hasUnsavedChanges = true;
    services.host.notebook = notebook;
    services.server.on('GET', 'datasetTypes/lab', { dataSetTypes: [TYPE, SEVERAL] });
    services.server.on('POST', 'jobs', (body: { dryRun?: boolean }) =>
      body.dryRun ? PLAN : job({ kind: 'upload', state: 'running' })
    );
    await services.connections.refresh();
    await act(async () => void renderWith(services, <UploadForm />));
  });

  const field = (name: RegExp | string) => screen.getByRole('textbox', { name });
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  const add = async (entry: string) => {
    await press('Add files…');
    await chooseEntry(entry);
  };
  const bodies = () => services.server.bodies('POST', 'jobs') as Record<string, unknown>[];

  async function chooseType(typed: string): Promise<void> {
    await userEvent.type(await screen.findByRole('combobox', { name: /Data set type/ }), `${typed}{Enter}`);
  }

  async function fillIn(): Promise<void> {
    await chooseType('micro');
    await userEvent.type(field(/Sample or experiment/), '/A/B/C');
    await userEvent.type(field(/Magnification/), '63');
    await userEvent.type(screen.getByRole('combobox', { name: 'Stain' }), 'protein{Enter}');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Time lapse' }), 'yes');
    await userEvent.click(screen.getByRole('checkbox', { name: '1-2' }));
    await userEvent.type(field('Add parent data set'), '9-9{Enter}');
  }

  it('saves the notebook, shows the plan, and sends it', async () => {
    await fillIn();
    await press('Review…');
    expect(await screen.findByText(/1 file, 1.2 kB, for \/A\/B\/C/)).toBeVisible();
    expect(notebook.saved).toBe(1);
    expect(screen.getByRole('button', { name: 'Upload' })).toHaveFocus();
    await press('Upload');
    await waitFor(() => expect(services.navigation.tab).toBe('transfers'));
    const [planned, sent] = bodies();
    expect(planned).toMatchObject({ kind: 'upload', dryRun: true });
    expect(sent).toMatchObject({
      kind: 'upload',
      connection: 'lab',
      type: 'MICROSCOPY',
      entityIdentifier: '/A/B/C',
      files: ['work/a.ipynb'],
      parents: ['1-1', '9-9'],
      props: { $NAME: '', MAGNIFICATION: '63', STAIN: 'GFP', LAPSE: 'true' }
    });
    expect(sent.key).toMatch(/\w{8}-/);
  });

  it('names the files of a folder that are left out', async () => {
    services.server.on('POST', 'jobs', { ...PLAN, leftOutFiles: ['run/.env', 'run/b.tmp'] });
    await fillIn();
    await press('Review…');
    await userEvent.click(await screen.findByText('2 hidden or unwanted files are left out'));
    expect(screen.getByText('run/.env')).toBeVisible();
    expect(screen.getByText('run/b.tmp')).toBeVisible();
  });

  it('requests the plan again after a change', async () => {
    await fillIn();
    await press('Review…');
    await screen.findByRole('button', { name: 'Upload' });
    await userEvent.type(field(/Magnification/), '0');
    expect(screen.queryByRole('button', { name: 'Upload' })).toBeNull();
  });

  it('shows problems at their fields, focuses the first one, and keeps all values', async () => {
    const errors = [
      { 'prop.magnification': 'is not a whole number' },
      { file: 'is unreadable' },
      { 'prop.SUM': 'is computed' }
    ];
    services.server.on('POST', 'jobs', ApiError.fromAnswer(400, { reason: 'long', errors }));
    await fillIn();
    await press('Review…');
    await waitFor(() => expect(field(/Magnification/)).toHaveAccessibleDescription(/is not a whole number/));
    expect(screen.getByRole('group', { name: 'Files' })).toHaveFocus();
    expect(screen.getByText('is computed')).toBeVisible();
    expect(field(/Sample or experiment/)).toHaveValue('/A/B/C');
  });

  it('accepts several values, which can be added and removed by keyboard', async () => {
    await chooseType('screen');
    await userEvent.type(field('Authors 1'), 'Ada');
    await press('Add a value: Authors');
    expect(field('Authors 2')).toHaveFocus();
    await userEvent.keyboard('Müller, B.');
    await press('Add a value: Authors');
    await userEvent.keyboard('Cy');
    await press('Remove Authors 1');
    expect(field('Authors 1')).toHaveFocus();
    expect(field('Authors 1')).toHaveValue('Müller, B.');
    await userEvent.type(screen.getByRole('combobox', { name: 'Stains 1' }), 'blue{Enter}');
    await press('Review…');
    await screen.findByRole('button', { name: 'Upload' });
    expect(bodies()[0]).toMatchObject({ props: { AUTHORS: ['Müller, B.', 'Cy'], STAINS: ['DAPI'] } });
  });

  it('shows problems at their values', async () => {
    const errors = [{ 'prop.AUTHORS': 'value 2: is too long' }, { 'prop.AUTHORS': 'is mandatory' }];
    services.server.on('POST', 'jobs', ApiError.fromAnswer(400, { reason: 'long', errors }));
    await chooseType('screen');
    await press('Add a value: Authors');
    await press('Review…');
    await waitFor(() => expect(field('Authors 2')).toHaveAccessibleDescription('is too long'));
    expect(field('Authors 1')).not.toHaveAccessibleDescription(/./);
    expect(screen.getByRole('group', { name: /Authors/ })).toHaveAccessibleDescription('Required.');
    expect(await seriousProblems(screen.getByRole('group', { name: /Authors/ }))).toEqual([]);
  });

  it('hides the problem of a field that is changed', async () => {
    const errors = [
      { type: 'choose a data set type' },
      { entityIdentifier: 'please provide a sample or experiment identifier' }
    ];
    services.server.on(
      'POST',
      'jobs',
      ApiError.fromAnswer(400, { reason: 'wrong', code: 'invalid-upload', errors })
    );
    await press('Review…');
    const owner = field('Sample or experiment *');
    await waitFor(() => expect(owner).toHaveAccessibleDescription('Choose a sample or experiment.'));
    expect(screen.getByText(/Correct the fields that are marked/)).toBeVisible();
    await userEvent.type(owner, '/A/B');
    expect(owner).not.toBeInvalid();
    expect(screen.getByText('Choose a data set type.')).toBeVisible();
    await chooseType('screen');
    expect(screen.queryByText('Choose a data set type.')).toBeNull();
    expect(screen.queryByText(/Correct the fields that are marked/)).toBeNull();
  });

  it('offers a login if that solves the problem', async () => {
    services.server.on('POST', 'jobs', new ApiError(401, 'Please log in.'));
    await press('Review…');
    const alert = await screen.findByText('Please log in.');
    await userEvent.click(within(alert.parentElement!).getByRole('button', { name: 'Log in' }));
    expect(services.navigation.tab).toBe('connections');
  });

  it('selects files by folder, and from the file browser', async () => {
    services.host.folders = {
      work: [{ name: 'raw', path: 'work/raw', isFolder: true, size: null }],
      'work/raw': [{ name: 'b.csv', path: 'work/raw/b.csv', isFolder: false, size: 12 }]
    };
    await add('Choose files…');
    await userEvent.click(await screen.findByRole('button', { name: 'Open the folder raw' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'b.csv' }));
    services.host.selectedFiles = ['c.csv'];
    await add('Add from file browser');
    expect(services.uploads.draft.files).toEqual(['work/raw/b.csv', 'c.csv']);
    await press('Remove c.csv');
    expect(services.uploads.draft.files).toEqual(['work/raw/b.csv']);
  });

  it('is empty after it was cleared', async () => {
    await fillIn();
    await press('Clear form');
    expect(field(/Sample or experiment/)).toHaveValue('');
  });

  it('sends the requirements, too, once they are saved', async () => {
    notebook.kernel = () => 'jupyter-openbis\tversion\t3.11';
    services.server.on('POST', 'environment', savedEnvironment('work'));
    await add('Package list');
    await waitFor(() =>
      expect(services.uploads.draft.files).toEqual(['work/requirements.txt', 'work/runtime.txt'])
    );
  });

  it('has no serious problem of accessibility, with and without errors', async () => {
    await fillIn();
    await add('Choose files…');
    expect(await seriousProblems(document.body)).toEqual([]);
    const errors = [{ 'prop.STAIN': 'is no term' }, { file: 'is unreadable' }];
    services.server.on('POST', 'jobs', ApiError.fromAnswer(400, { reason: 'long', errors }));
    await press('Review…');
    await screen.findByText('is unreadable');
    expect(await seriousProblems(document.body)).toEqual([]);
  });
});
