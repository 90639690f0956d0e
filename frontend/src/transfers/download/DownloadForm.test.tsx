import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, DownloadPlan } from '../../api';
import { FakeNotebook } from '../../testing/fakeHost';
import { job } from '../../testing/jobs';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { DownloadForm } from './DownloadForm';

const PLANNED = { permId: '1-1', path: '', status: 'AVAILABLE', problem: null, files: [], conflicts: [] };
const ARCHIVED = {
  ...PLANNED,
  permId: '2-2',
  problem: { reason: 'It is archived.', code: 'data-set-archived' }
};

function plan(changes: Partial<DownloadPlan> = {}): DownloadPlan {
  return {
    dataSets: [PLANNED],
    total: { files: 3, bytes: 3_000_000 },
    toFetch: { files: 2, bytes: 2_000_000 },
    freeBytes: 5_000_000_000,
    fits: true,
    ...changes
  };
}

const folder = (path: string) => ({ name: path.split('/').pop()!, path, isFolder: true, size: null });

describe('DownloadForm', () => {
  let services: FakeServices;
  let answer: (body: { dryRun?: boolean; overwrite?: boolean }) => unknown;

  beforeEach(async () => {
    services = fakeServices();
    services.host.notebook = new FakeNotebook('work/a.ipynb');
    services.host.folders = { '': [folder('work')], work: [folder('work/raw')], 'work/raw': [] };
    services.selection.download([{ connection: 'lab', permId: '1-1', name: 'Images', size: 7 }]);
    answer = () => plan();
    services.server.on('POST', 'jobs', (body: { dryRun?: boolean }) =>
      body.dryRun ? answer(body) : job({ state: 'running' })
    );
    await services.connections.refresh();
  });

  const show = async () => {
    renderWith(services, <DownloadForm />);
    await act(async () => undefined);
  };
  const place = () => screen.getByLabelText('To the folder');
  const download = () => screen.getByRole('button', { name: 'Download' });
  const begin = async () => {
    await waitFor(() => expect(download()).toBeEnabled());
    await userEvent.click(download());
  };
  const started = () =>
    services.server.bodies('POST', 'jobs').filter(body => !(body as { dryRun?: boolean }).dryRun);

  it('says what it would do, and begins it for the notebook', async () => {
    await show();
    expect(place()).toHaveValue('work');
    expect(await screen.findByText('2 files, 2.0 MB')).toBeVisible();
    expect(screen.getByText('5.0 GB')).toBeVisible();
    await begin();
    expect(started()).toMatchObject([
      { kind: 'download', connection: 'lab', permIds: ['1-1'], folder: 'work', files: [], overwrite: false }
    ]);
    expect(services.navigation.tab).toBe('transfers');
  });

  it('uses the key of a click again when nobody knows whether it has arrived', async () => {
    services.server.on('POST', 'jobs', (body: { dryRun?: boolean }) =>
      body.dryRun ? plan() : new ApiError(0, 'Failed to fetch')
    );
    await show();
    await begin();
    expect(await screen.findByText('Failed to fetch')).toBeVisible();
    await begin();
    const [first, second] = started() as { key: string }[];
    expect(second.key).toBe(first.key);
    expect(first.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['of the settings', 'data', 'data'],
    ['of the notebook', '', 'work']
  ])('begins with the folder %s', async (_, setting, expected) => {
    services.settings.downloadFolder = setting;
    await show();
    expect(place()).toHaveValue(expected);
  });

  it('goes down and up through folders, and takes new ones', async () => {
    await show();
    await userEvent.click(screen.getByText('Choose a folder'));
    await userEvent.click(await screen.findByRole('button', { name: 'raw' }));
    expect(place()).toHaveValue('work/raw');
    expect(await screen.findByText('No folders in here.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Up' }));
    await userEvent.type(place(), '/new');
    expect(await screen.findByText('This folder is not there yet; it will be made.')).toBeVisible();
    expect(place()).toHaveValue('work/new');
    await userEvent.click(screen.getByRole('button', { name: 'Notebook’s folder' }));
    expect(place()).toHaveValue('work');
  });

  it('takes absolute paths, and knows those below the root folder', async () => {
    await show();
    await userEvent.clear(place());
    await userEvent.type(place(), '/home/alice/data');
    await begin();
    expect(started()).toMatchObject([{ folder: 'data' }]);
  });

  it('does not take the tilde for a folder', async () => {
    await show();
    await userEvent.clear(place());
    await userEvent.type(place(), '~/data');
    expect(place()).toBeInvalid();
    expect(download()).toBeDisabled();
  });

  it('shows at the folder why it cannot be used', async () => {
    answer = () => new ApiError(400, 'work is a hidden folder; choose another one', 'invalid-path');
    await show();
    expect(await screen.findByText(/is a hidden folder/)).toBeVisible();
    expect(place()).toBeInvalid();
    expect(download()).toBeDisabled();
  });

  it('replaces files only when the user says so', async () => {
    answer = ({ overwrite }) =>
      plan({ dataSets: [{ ...PLANNED, conflicts: ['original/a.csv'] }], freeBytes: overwrite ? 1 : 2 });
    await show();
    expect(await screen.findByText('original/a.csv')).toBeVisible();
    expect(screen.getByText(/^Tick that they shall be replaced/)).toBeVisible();
    expect(download()).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Replace other files with the same names'));
    await begin();
    expect(started()).toMatchObject([{ overwrite: true }]);
    expect(services.downloadDraft.overwrite).toBe(false);
  });

  it('leaves out archived data sets, with words', async () => {
    services.selection.download([
      { connection: 'lab', permId: '1-1', name: 'Images', size: 7 },
      { connection: 'lab', permId: '2-2', name: 'Old images', size: 7 }
    ]);
    answer = () => plan({ dataSets: [PLANNED, ARCHIVED] });
    await show();
    expect(await screen.findByText(/It is archived/)).toHaveTextContent('Old images: It is archived.');
    await begin();
    expect(started()).toMatchObject([{ permIds: ['1-1'] }]);
  });

  it('does not begin what is known not to work', async () => {
    answer = () => plan({ dataSets: [ARCHIVED] });
    await show();
    await screen.findByText(/It is archived/);
    expect(download()).toBeDisabled();
  });

  it('does not begin what has no room', async () => {
    answer = () => plan({ fits: false });
    await show();
    expect(await screen.findByText(/not enough room/)).toBeVisible();
    expect(download()).toBeDisabled();
  });

  it('offers to log in, and to ask again', async () => {
    answer = () => new ApiError(500, 'openBIS does not answer', 'instance-unreachable');
    await show();
    await screen.findByText('openBIS does not answer');
    answer = () => new ApiError(401, 'Please log in', 'not-logged-in');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }));
    expect(services.navigation.tab).toBe('connections');
  });

  it('keeps what was said when it is left, but for another notebook', async () => {
    services.downloadDraft.choose('elsewhere', 'work/a.ipynb');
    await show();
    expect(place()).toHaveValue('elsewhere');
    services.host.notebook = new FakeNotebook('other/b.ipynb');
    act(() => services.host.tell());
    expect(place()).toHaveValue('other');
  });

  it('takes permIds when nothing is chosen', async () => {
    services.selection.download([]);
    await show();
    await userEvent.type(screen.getByLabelText('PermIds of data sets'), '1-1, 2-2{Enter}1-1');
    await userEvent.click(screen.getByRole('button', { name: 'Choose these' }));
    expect(services.selection.dataSets.map(each => [each.connection, each.permId])).toEqual([
      ['lab', '1-1'],
      ['lab', '2-2']
    ]);
    expect(place()).toBeVisible();
  });

  it('leads to the tree when nothing is chosen', async () => {
    services.selection.download([]);
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Look for data sets' }));
    expect(services.navigation.tab).toBe('browse');
  });
});
