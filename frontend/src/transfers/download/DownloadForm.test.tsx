import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, DownloadPlan, DownloadRequest } from '../../api';
import { FakeNotebook } from '../../testing/fakeHost';
import { job } from '../../testing/jobs';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { DownloadForm } from './DownloadForm';

const PLANNED = {
  permId: '1-1',
  path: '',
  status: 'AVAILABLE',
  problem: null,
  skipped: null,
  files: [],
  conflicts: [],
  removed: []
};
const NOTHING_FITS = 'data set 2-2 has no file that fits A.csv; there is a.csv: upper and lower case count';
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
  let answer: (body: Partial<DownloadRequest>) => unknown;

  beforeEach(async () => {
    services = fakeServices();
    services.host.notebook = new FakeNotebook('work/a.ipynb');
    services.host.folders = { '': [folder('work')], work: [folder('work/raw')], 'work/raw': [] };
    services.selection.download([{ connection: 'lab', permId: '1-1', name: 'Images', size: 7 }]);
    answer = () => plan();
    services.server.on('POST', 'jobs', (body: Partial<DownloadRequest> & { dryRun?: boolean }) =>
      body.dryRun ? answer(body) : job({ state: 'running' })
    );
    await services.connections.refresh();
  });

  const show = async () => {
    renderWith(services, <DownloadForm />);
    await act(async () => undefined);
  };
  const place = () => screen.getByLabelText('Download to');
  const download = () => screen.getByRole('button', { name: 'Download' });
  const begin = async () => {
    await waitFor(() => expect(download()).toBeEnabled());
    await userEvent.click(download());
  };
  const started = () =>
    services.server.bodies('POST', 'jobs').filter(body => !(body as { dryRun?: boolean }).dryRun);

  it('shows the plan, and starts the download for the notebook', async () => {
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

  it('reuses the idempotency key if the request may have arrived', async () => {
    services.server.on('POST', 'jobs', (body: Partial<DownloadRequest> & { dryRun?: boolean }) =>
      body.dryRun ? plan() : new ApiError(0, 'Failed to fetch')
    );
    await show();
    await begin();
    expect(
      await screen.findByText('Jupyter does not answer. Check the network, then try again.')
    ).toBeVisible();
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

  it('shows what has changed in openBIS since an earlier download', async () => {
    const file = (path: string, state: 'outdated' | 'missing') => {
      return { path, localPath: path, size: 1, state, present: 0 };
    };
    const files = [file('a', 'outdated'), file('b', 'missing'), file('c', 'outdated')];
    answer = () => plan({ dataSets: [{ ...PLANNED, files, removed: ['old.txt'] }] });
    await show();
    expect(await screen.findByText('Newer in openBIS')).toBeVisible();
    expect(screen.getByText('Newer in openBIS').nextSibling).toHaveTextContent('2 files');
    expect(screen.getByText(/1 file was removed in openBIS/)).toBeVisible();
    expect(screen.getByText('old.txt')).toBeInTheDocument();
  });

  it('shows the files of a sample, which have no folder “original”', async () => {
    const place = { connection: 'lab', permId: 'PS1', name: 'Wild type', size: null, owner: '/YEAST/S1' };
    services.downloadDraft.set({ flat: true });
    act(() => services.selection.download([place]));
    await show();
    expect(screen.getByRole('list', { name: 'Files of' })).toHaveTextContent('Wild type/YEAST/S1');
    expect(screen.queryByLabelText(/original/)).toBeNull();
    await begin();
    expect(started()).toMatchObject([{ permIds: ['PS1'], flat: false }]);
  });

  it.each(['name', 'permId'] as const)('calls folders as the settings say: by %s', async names => {
    services.settings.folderNames = names;
    await show();
    await begin();
    expect(started()).toMatchObject([{ folderNames: names }]);
  });

  it('moves through folders, and accepts new ones', async () => {
    await show();
    await userEvent.click(screen.getByText('Choose a folder'));
    await userEvent.click(await screen.findByRole('button', { name: 'raw' }));
    expect(place()).toHaveValue('work/raw');
    expect(await screen.findByText('No folders in here.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Up' }));
    await userEvent.type(place(), '/new');
    expect(await screen.findByText('The folder will be created.')).toBeVisible();
    expect(place()).toHaveValue('work/new');
    await userEvent.click(screen.getByRole('button', { name: 'Notebook’s folder' }));
    expect(place()).toHaveValue('work');
  });

  it('accepts absolute paths, and converts those below the root folder', async () => {
    await show();
    await userEvent.clear(place());
    await userEvent.type(place(), '/home/alice/data');
    await begin();
    expect(started()).toMatchObject([{ folder: 'data' }]);
  });

  it('shows at the folder that a tilde has no meaning', async () => {
    const message = "~ has no meaning here: give the absolute path, or one relative to Jupyter's root folder";
    answer = ({ folder }) =>
      folder?.startsWith('~')
        ? new ApiError(400, `folder: ${message}`, 'bad-request', [{ field: 'folder', message }])
        : plan();
    await show();
    await userEvent.clear(place());
    await userEvent.type(place(), '~/data');
    await waitFor(() => expect(place()).toBeInvalid());
    expect(place()).toHaveAccessibleDescription(/begins with \//);
    expect(download()).toBeDisabled();
  });

  it('shows at the folder why it cannot be used', async () => {
    answer = () => new ApiError(400, 'work is a hidden folder; choose another one', 'invalid-path');
    await show();
    expect(await screen.findByText(/is a hidden folder/)).toBeVisible();
    await waitFor(() => expect(place()).toBeInvalid());
    expect(download()).toBeDisabled();
  });

  it('replaces files only on request', async () => {
    answer = ({ overwrite }) =>
      plan({ dataSets: [{ ...PLANNED, conflicts: ['original/a.csv'] }], freeBytes: overwrite ? 1 : 2 });
    await show();
    expect(await screen.findByText('original/a.csv')).toBeVisible();
    expect(screen.getByText(/^Select “Replace existing files”/)).toBeVisible();
    expect(download()).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Replace existing files'));
    await begin();
    expect(started()).toMatchObject([{ overwrite: true }]);
    expect(services.downloadDraft.overwrite).toBe(false);
  });

  it('leaves out archived data sets, with a message', async () => {
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

  it('lists the data sets without matching files', async () => {
    answer = () => plan({ dataSets: [PLANNED, { ...PLANNED, permId: '2-2', skipped: NOTHING_FITS }] });
    await show();
    const words =
      'Data set 2-2 has none of the chosen files: A.csv. There is a.csv: upper and lower case are different.';
    expect(await screen.findByText(words)).toBeVisible();
    await begin();
    expect(started()).toHaveLength(1);
  });

  it.each([
    ['is archived', ARCHIVED, /It is archived/],
    ['has no file that fits', { ...PLANNED, skipped: NOTHING_FITS }, /none of the chosen files/]
  ])('does not begin what %s', async (_, dataSet, words) => {
    answer = () => plan({ dataSets: [dataSet] });
    await show();
    await screen.findByText(words);
    expect(download()).toBeDisabled();
  });

  it('does not start a download without enough space', async () => {
    answer = () => plan({ fits: false });
    await show();
    expect(await screen.findByText(/Not enough free disk space/)).toBeVisible();
    expect(download()).toBeDisabled();
  });

  it('offers the login, and a retry', async () => {
    answer = () => new ApiError(500, 'openBIS does not answer', 'instance-unreachable');
    await show();
    await screen.findByText('openBIS does not answer');
    answer = () => new ApiError(401, 'Please log in', 'not-logged-in');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }));
    expect(services.navigation.tab).toBe('connections');
  });

  it('keeps its values when it is closed, except for another notebook', async () => {
    services.downloadDraft.choose('other', 'work/a.ipynb');
    await show();
    expect(place()).toHaveValue('other');
    services.host.notebook = new FakeNotebook('other/b.ipynb');
    act(() => services.host.emitChanged());
    expect(place()).toHaveValue('other');
  });

  it('accepts permIds if nothing is selected', async () => {
    services.selection.download([]);
    await show();
    await userEvent.type(screen.getByLabelText('PermIds of data sets'), '1-1, 2-2{Enter}1-1');
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(services.selection.places.map(each => [each.connection, each.permId])).toEqual([
      ['lab', '1-1'],
      ['lab', '2-2']
    ]);
    expect(place()).toBeVisible();
  });

  it('links to the tree if nothing is selected', async () => {
    services.selection.download([]);
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Search data sets' }));
    expect(services.navigation.tab).toBe('browse');
  });

  it('downloads the others if one data set is unknown, which can be removed', async () => {
    const named = ['1-1', 'nonsense', '2-2'].map(permId => ({
      connection: 'lab',
      permId,
      name: permId,
      size: null
    }));
    services.selection.download(named);
    answer = body => {
      const { permIds } = body as { permIds: string[] };
      return permIds.includes('nonsense')
        ? new ApiError(404, 'No such dataSet found: nonsense', 'data-set-not-found')
        : plan({ dataSets: permIds.map(permId => ({ ...PLANNED, permId })) });
    };
    await show();
    expect(await screen.findByText(/There is no data set nonsense/)).toBeVisible();
    await begin();
    expect(started()).toMatchObject([{ permIds: ['1-1', '2-2'] }]);
    await userEvent.click(screen.getByRole('button', { name: 'Remove nonsense' }));
    await waitFor(() => expect(screen.queryByText(/There is no data set nonsense/)).toBeNull());
    expect(services.selection.places.map(each => each.permId)).toEqual(['1-1', '2-2']);
  });

  it('reports that the only data set is unknown', async () => {
    answer = () => new ApiError(404, 'No such dataSet found: 1-1', 'data-set-not-found');
    await show();
    expect(await screen.findByText(/There is no data set 1-1/)).toBeVisible();
    expect(download()).toBeDisabled();
  });
});
