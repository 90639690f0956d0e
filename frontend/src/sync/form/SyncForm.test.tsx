import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, SyncRequest } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { job } from '../../testing/jobs';
import { connection, FakeServices, fakeServices, renderWith, storage } from '../../testing/render';
import { folderState, keptFolder, syncAction, syncPlan } from '../../testing/synchronised';
import { SyncForm } from './SyncForm';

const STATE = 'sync/state?folder=work%2Fdata';

describe('SyncForm', () => {
  let services: FakeServices;
  let answer: unknown;

  beforeEach(async () => {
    services = fakeServices();
    answer = syncPlan([syncAction('send', 'curve.csv', { size: 12 })]);
    services.server.on('POST', 'jobs', (request: { dryRun?: boolean }) =>
      request.dryRun ? answer : job({ kind: 'sync', state: 'running', ended: null })
    );
    services.host.folders.work = [];
    services.host.folders['work/data'] = [];
    await services.connections.refresh();
    services.syncDraft.begin('work/data');
  });

  const show = async () => {
    renderWith(services, <SyncForm />);
    await waitFor(() => expect(services.server.bodies('GET', STATE)).toHaveLength(1));
    await act(async () => undefined);
  };
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  const review = async () => {
    await press('Review…');
    return within(await screen.findByRole('region', { name: 'What will be done' }));
  };
  const requests = () => services.server.bodies('POST', 'jobs') as (SyncRequest & { dryRun?: boolean })[];

  it('shows the plan, and keeps the folder in openBIS', async () => {
    services.server.on('PUT', 'sync', keptFolder()).on('POST', /^sync\/now/, keptFolder());
    await show();
    await userEvent.type(screen.getByLabelText(/^Sample or experiment/), '/YEAST/S1');
    await userEvent.click(screen.getByLabelText('Only send to openBIS'));
    await userEvent.click(screen.getByText('More options'));
    await userEvent.type(screen.getByLabelText('Leave out'), '*.tmp\nraw/old');
    const plan = await review();
    expect(plan.getByText('1 file is sent to openBIS, 12 B')).toBeVisible();
    expect(plan.getByText('3 files are the same on both sides.')).toBeVisible();
    expect(plan.getByRole('button', { name: 'Keep in openBIS' })).toHaveFocus();
    expect(await seriousProblems(document.body)).toEqual([]);
    await press('Keep in openBIS');
    const request = {
      connection: 'lab',
      folder: 'work/data',
      owner: '/YEAST/S1',
      direction: 'up',
      delete: false,
      hidden: false,
      exclude: ['*.tmp', 'raw/old']
    };
    expect(services.server.bodies('PUT', 'sync')).toEqual([request]);
    expect(requests()).toMatchObject([{ ...request, prefer: 'neither', dryRun: true }]);
    expect(services.navigation.tab).toBe('transfers');
    expect(services.syncDraft.draft.owner).toBe('');
    expect(services.recentChoices.owners('lab')).toMatchObject([{ identifier: '/YEAST/S1' }]);
  });

  it('synchronises once, with one key for one plan', async () => {
    services.syncDraft.change({ owner: '/YEAST/S1' });
    await show();
    await review();
    services.server.on('POST', 'jobs', new ApiError(0, 'Failed to fetch'));
    await press('Synchronise once');
    expect(await screen.findByText(/^Jupyter does not answer/)).toBeVisible();
    services.server.on('POST', 'jobs', job({ kind: 'sync' }));
    await press('Synchronise once');
    await waitFor(() => expect(services.navigation.tab).toBe('transfers'));
    const [, failed, sent] = requests() as { key?: string }[];
    expect(sent).toEqual(failed);
    expect(sent.key).toBeTruthy();
  });

  it('asks for what is missing', async () => {
    services.syncDraft.begin('');
    renderWith(services, <SyncForm />);
    await press('Review…');
    expect(screen.getByText('Choose a folder.')).toBeVisible();
    expect(screen.getByText('Choose a sample or experiment.')).toBeVisible();
    expect(requests()).toEqual([]);
  });

  it('needs a new plan after a change', async () => {
    services.syncDraft.change({ owner: '/YEAST/S1' });
    await show();
    await review();
    await userEvent.click(screen.getByLabelText('Delete what was deleted on the other side'));
    expect(screen.queryByRole('region', { name: 'What will be done' })).toBeNull();
  });

  it('says what stays different and why, and what cannot be synchronised', async () => {
    const problem = "openBIS's file server does not accept : in names";
    answer = {
      ...syncPlan(
        [],
        [
          syncAction('conflict', 'curve.csv'),
          syncAction('blocked', 'a:b.csv', { problem }),
          syncAction('removed-here', 'old.csv')
        ]
      ),
      unusable: [{ path: 'link', problem: 'a link; links are not synchronised' }],
      unusableCount: 1
    };
    services.syncDraft.change({ owner: '/YEAST/S1' });
    await show();
    const plan = await review();
    [
      'Nothing to do: the folder and /YEAST/S1 are the same, as far as they are to be.',
      '1 file was changed here and in openBIS',
      'curve.csv',
      '1 file was removed here',
      'They are kept in openBIS. To delete them there, tick “Delete what was deleted…”.'
    ].forEach(words => expect(plan.getByText(words)).toBeVisible());
    expect(plan.getByText(/openBIS does not accept : in names: a:b\.csv/)).toBeVisible();
    expect(plan.getByText(/links are not synchronised\.$/)).toBeInTheDocument();
    expect(plan.queryByRole('button', { name: 'Synchronise once' })).toBeNull();
  });

  it('lets the user decide about conflicts, for one synchronisation', async () => {
    services.syncDraft.change({ owner: '/YEAST/S1', prefer: 'openbis' });
    await show();
    expect(screen.getByLabelText('If a file was changed here and in openBIS')).toHaveValue('openbis');
    const plan = await review();
    expect(plan.queryByRole('button', { name: 'Keep in openBIS' })).toBeNull();
    await press('Synchronise once');
    await waitFor(() => expect(requests()[1]).toMatchObject({ prefer: 'openbis', deleteMany: false }));
  });

  it('deletes more than half of all files only if the user allows it', async () => {
    const deleted = ['1', '2', '3', '4'].map(name => syncAction('delete-in-openbis', name));
    answer = { ...syncPlan(deleted), deletesMany: true };
    services.syncDraft.change({ owner: '/YEAST/S1', delete: true });
    await show();
    const plan = await review();
    expect(plan.getByText('4 are moved to openBIS’s trash')).toBeVisible();
    expect(plan.getByRole('button', { name: 'Edit' })).toHaveFocus();
    expect(plan.getByRole('button', { name: 'Synchronise once' })).toBeDisabled();
    await userEvent.click(plan.getByLabelText('Delete more than half of all files'));
    await press('Synchronise once');
    await waitFor(() => expect(requests()[1]).toMatchObject({ delete: true, deleteMany: true }));
  });

  it('knows the sample of a folder that is synchronised', async () => {
    services.server.on('GET', STATE, folderState({}, { keeping: keptFolder() }));
    await show();
    expect(
      await screen.findByText('This folder belongs to /YEAST/S1 in https://openbis.example.org.')
    ).toBeVisible();
    expect(screen.queryByLabelText(/^Sample or experiment/)).toBeNull();
    const plan = await review();
    expect(requests()).toMatchObject([{ owner: 'PS1', connection: 'lab' }]);
    expect(plan.getByRole('button', { name: 'Save settings' })).toBeVisible();
  });

  it('leads from a folder inside of a synchronised one to that one', async () => {
    services.server.on('GET', STATE, folderState({}, { folder: 'work' }));
    await show();
    expect(await screen.findByText(/^This folder is part of work/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Review…' })).toBeDisabled();
    await press('Take the folder work');
    expect(services.syncDraft.draft.folder).toBe('work');
  });

  it('offers the login to the connection of the folder', async () => {
    services.server.on('GET', 'conns', {
      connections: [connection(), connection({ name: 'other' })],
      notebook_dir: '/home/alice'
    });
    await services.connections.refresh();
    services.server.on('GET', STATE, folderState({}, { connection: 'other' }));
    answer = new ApiError(401, 'Please log in.', 'not-logged-in');
    await show();
    expect(await screen.findByText('The connection other is used.')).toBeVisible();
    await press('Review…');
    await userEvent.click(await screen.findByRole('button', { name: 'Log in to other' }));
    expect(services.connections.current?.name).toBe('other');
    expect(services.navigation.isLoginRequested).toBe(true);
  });

  it('says what to do if there is no connection to the openBIS of the folder', async () => {
    services.server.on('GET', STATE, folderState({}, { connection: null }));
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'Add a connection' }));
    expect(services.navigation.tab).toBe('connections');
  });

  it('says that an older openBIS has no file server', async () => {
    answer = new ApiError(
      404,
      'files cannot be stored with an object or collection itself: openBIS has no file server; upload them as a data set',
      'no-file-server'
    );
    services.syncDraft.change({ owner: '/YEAST/S1' });
    await show();
    await press('Review…');
    expect(await screen.findByText(/Upload them as a data set\.$/)).toBeVisible();
  });

  it('can be cancelled while both sides are compared', async () => {
    answer = new Promise(() => undefined);
    services.syncDraft.change({ owner: '/YEAST/S1' });
    await show();
    await press('Review…');
    expect(screen.getByText('Comparing both sides… (nothing has been changed)')).toBeVisible();
    await press('Cancel');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Review…' })).toBeEnabled());
  });

  it('only fetches where the server only reads', async () => {
    services.server.on('GET', 'conns', {
      connections: [connection()],
      notebook_dir: '/home/alice',
      read_only: true
    });
    await services.connections.refresh();
    await show();
    expect(screen.getByLabelText('Both ways')).toBeDisabled();
    expect(screen.getByLabelText('Only fetch from openBIS')).toBeEnabled();
  });
});

describe('SyncDraftModel', () => {
  it('keeps what was entered through a reload, and follows renames', () => {
    const browser = storage();
    const first = fakeServices(browser);
    first.syncDraft.beginFor('/YEAST/S1', 'work/data');
    first.syncDraft.change({ direction: 'down', exclude: '*.tmp' });
    first.host.rename('work', 'lab');
    const { syncDraft } = fakeServices(browser);
    expect(syncDraft.draft).toMatchObject({
      folder: 'lab/data',
      owner: '/YEAST/S1',
      direction: 'down',
      exclude: '*.tmp'
    });
    syncDraft.begin('lab/data', keptFolder());
    expect(syncDraft.draft.direction).toBe('down');
    syncDraft.begin('other', keptFolder({ direction: 'up', exclude: ['a', 'b'] }));
    expect(syncDraft.draft).toMatchObject({ owner: '', direction: 'up', exclude: 'a\nb' });
  });

  it('ignores values of other versions', () => {
    const browser = storage();
    browser.setItem('sync', JSON.stringify({ version: 1, value: { folder: 'x', direction: 'sideways' } }));
    expect(fakeServices(browser).syncDraft.draft).toMatchObject({ folder: '', direction: 'both' });
  });
});
