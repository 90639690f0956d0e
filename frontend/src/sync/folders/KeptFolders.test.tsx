import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, KeptFolder } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { sampleDetails } from '../../testing/fakeFiles';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { countsOf, keptFolder, syncAction } from '../../testing/synchronised';
import { SyncTransfersView } from '../SyncTransfersView';

const CONFLICT = [syncAction('conflict', 'curve.csv')];
const NOW = 'sync/now?folder=work%2Fdata';

describe('The folders that are kept in openBIS', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
    services.server.on('GET', /^unfinished/, { unfinished: [] });
    await services.connections.refresh();
  });

  const update = async (...folders: KeptFolder[]) => {
    services.server.on('GET', 'sync', { folders });
    await act(() => services.keptFolders.refresh());
  };
  const show = async (...folders: KeptFolder[]) => {
    await update(...folders);
    renderWith(services, <SyncTransfersView />);
    await act(async () => undefined);
  };
  const row = () => within(screen.getByRole('listitem', { name: 'Folder work/data' }));
  const press = (name: string) => userEvent.click(row().getByRole('button', { name }));
  const unfold = () => userEvent.click(row().getAllByRole('button')[0]);

  it('are shown with their last time, sample and direction', async () => {
    await show(keptFolder({ counts: { send: 2 } }));
    expect(row().getByText(/^Synchronised 1\/1\/2024/)).toBeVisible();
    expect(row().getByRole('img', { name: 'Waits for changes' })).toBeVisible();
    await unfold();
    expect(row().getByText('· Both ways')).toBeVisible();
    expect(row().getByText('2 files sent')).toBeVisible();
    expect(await seriousProblems(document.body)).toEqual([]);
  });

  it('are not mentioned if there are none', async () => {
    await show();
    expect(screen.queryByRole('list', { name: 'Kept in openBIS' })).toBeNull();
    services.host.folder = 'work';
    await userEvent.click(screen.getByRole('button', { name: 'Keep a folder in openBIS' }));
    expect(services.navigation.task).toBe('sync');
    expect(services.syncDraft.draft.folder).toBe('work');
  });

  it('are synchronised now, and shown in the file browser', async () => {
    services.server.on('POST', NOW, keptFolder());
    await show(keptFolder());
    services.server.on('GET', 'sync', { folders: [keptFolder({ state: 'synchronising' })] });
    await press('Synchronise now');
    expect(services.server.bodies('POST', NOW)).toHaveLength(1);
    expect(await row().findByText('Synchronising…')).toBeVisible();
    expect(row().getByRole('button', { name: 'Synchronise now' })).toBeDisabled();
    await press('Show files');
    expect(services.host.revealed).toEqual(['work/data']);
  });

  it('are stopped after a question', async () => {
    services.server.on('DELETE', 'sync?folder=work%2Fdata', keptFolder());
    await show(keptFolder());
    services.host.choices = [null, 'stop'];
    await press('Stop…');
    expect(services.host.asked[0].text).toMatch(/No file is deleted/);
    expect(services.server.bodies('DELETE', 'sync?folder=work%2Fdata')).toHaveLength(0);
    services.server.on('GET', 'sync', { folders: [] });
    await press('Stop…');
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Kept in openBIS' })).toBeNull());
  });

  it('list conflicts with what to do, and open the files', async () => {
    await show(keptFolder({ differences: CONFLICT, differenceCounts: countsOf(CONFLICT) }));
    expect(row().getByText('1 file was changed here and in openBIS')).toBeVisible();
    expect(row().getByText(/To keep yours, delete that copy/)).toBeVisible();
    await press('Open curve.csv');
    expect(services.host.openedFiles).toEqual(['work/data/curve.csv']);
    await press('Show curve.csv in the file browser');
    expect(services.host.revealed).toEqual(['work/data > curve.csv']);
    await press('Decide for all…');
    expect(services.navigation.task).toBe('sync');
    expect(services.syncDraft.draft).toMatchObject({ folder: 'work/data', prefer: 'here' });
  });

  it('say why a file cannot be stored', async () => {
    const problem = 'there is a file here where openBIS has a folder; rename one of them';
    const blocked = [syncAction('blocked', 'raw', { problem })];
    await show(keptFolder({ differences: blocked, differenceCounts: countsOf(blocked) }));
    expect(row().getByText(/A file here has the name of a folder in openBIS/)).toBeVisible();
  });

  it('shorten long lists', async () => {
    const removed = Array.from({ length: 12 }, (_, number) => syncAction('edited-here', `${number}.csv`));
    await show(keptFolder({ differences: removed, differenceCounts: { 'edited-here': 300 } }));
    expect(row().getByText('300 files are new or were changed here')).toBeVisible();
    expect(row().getByText('and 290 more')).toBeInTheDocument();
  });

  it('say why they fail, and offer the login', async () => {
    const error = { reason: 'Please log in.', code: 'not-logged-in' };
    await show(keptFolder({ state: 'notLoggedIn', error, lastSynchronised: null }));
    expect(row().getByText('Waits for your login')).toBeVisible();
    await press('Log in');
    expect(services.navigation.tab).toBe('connections');
    await update(keptFolder({ state: 'failing', error: { reason: 'no answer', code: 'download-failed' } }));
    expect(row().getByText('Failed; is tried again')).toBeVisible();
    expect(row().getByText('no answer')).toBeVisible();
  });

  it('lead to the form if too much would be deleted', async () => {
    const reason =
      '12 of 20 files would be deleted in openBIS. If that is what you want, allow it explicitly; …';
    await show(keptFolder({ state: 'failing', error: { reason, code: 'too-many-deletions' } }));
    expect(row().getByText(/^12 of 20 files would be deleted in openBIS\. Look whether/)).toBeVisible();
    await press('Review…');
    expect(services.navigation.task).toBe('sync');
  });

  it('lead to their sample or experiment', async () => {
    services.server
      .on('GET', 'details/lab/sample/PS1', new ApiError(404, 'No such sample: PS1', 'entity-not-found'))
      .on('GET', 'details/lab/experiment/PS1', { ...sampleDetails(), kind: 'experiment' });
    await show(keptFolder());
    await unfold();
    await press('/YEAST/S1');
    await waitFor(() => expect(services.navigation.tab).toBe('browse'));
    expect(services.browsing.shown).toEqual({ kind: 'experiment', permId: 'PS1' });
  });

  it('are asked about repeatedly only if there are any', async () => {
    jest.useFakeTimers();
    const asked = () => services.server.bodies('GET', 'sync').length;
    void services.keptFolders.start();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(asked()).toBe(1);
    services.server.on('GET', 'sync', { folders: [keptFolder()] });
    void services.keptFolders.refresh();
    await jest.advanceTimersByTimeAsync(5_100);
    expect(asked()).toBe(3);
    jest.useRealTimers();
  });
});
