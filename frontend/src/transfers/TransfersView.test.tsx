import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection, Job } from '../api';
import { FakeNotebook } from '../testing/fakeHost';
import { download, job, jobWithDownloads } from '../testing/jobs';
import { connection, FakeServices, fakeServices, renderWith } from '../testing/render';
import { syncAction, syncReport } from '../testing/synchronised';
import { TransfersView } from './TransfersView';

const PROGRESS = {
  files: 1,
  bytes: 2_500_000,
  totalFiles: 4,
  totalBytes: 10_000_000,
  bytesPerSecond: 500_000,
  secondsLeft: 15,
  file: 'original/stack.raw'
};
const RUNNING = { state: 'running' as const, progress: PROGRESS, ended: null };

describe('TransfersView', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
    services.server.on('GET', /^unfinished/, { unfinished: [] });
    await services.connections.refresh();
  });

  const update = async (...jobs: Job[]) => {
    services.server.on('GET', 'jobs', { jobs });
    await act(() => services.transfers.refresh());
  };
  const show = async (...jobs: Job[]) => {
    await update(...jobs);
    renderWith(services, <TransfersView />);
    await act(async () => undefined);
  };
  const row = (name: string) => within(screen.getByRole('listitem', { name }));
  const unfold = async (name: string) => {
    const [toggle] = row(name).getAllByRole('button');
    if (toggle.getAttribute('aria-expanded') === 'false') {
      await userEvent.click(toggle);
    }
  };
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

  it('shows the progress of a transfer', async () => {
    await show(job(RUNNING));
    const bar = row('Download 1-1').getByRole('progressbar', { name: 'Download 1-1' });
    expect(bar).toHaveAttribute('value', '0.25');
    ['25% · 2.5 MB of 10.0 MB · 0:15 left', '500 kB/s'].forEach(words =>
      expect(screen.getByText(words)).toBeVisible()
    );
    expect(screen.queryByText('to work/raw')).toBeNull();
    await unfold('Download 1-1');
    ['1 of 4 files', 'to work/raw', 'original/stack.raw'].forEach(words =>
      expect(screen.getByText(words)).toBeVisible()
    );
  });

  it('shows an indeterminate progress while the total is unknown', async () => {
    await show(
      job({
        ...RUNNING,
        progress: {
          ...PROGRESS,
          bytes: 0,
          totalBytes: null,
          totalFiles: null,
          bytesPerSecond: null,
          secondsLeft: null,
          file: null
        }
      })
    );
    expect(screen.getByRole('progressbar')).not.toHaveAttribute('value');
    expect(screen.getByText('Preparing…')).toBeVisible();
  });

  it('announces the start and end of a transfer, not its progress', async () => {
    await show(job(RUNNING));
    const spoken = screen.getAllByRole('status')[0];
    expect(spoken).toHaveTextContent('Download: 1-1.');
    await update(job({ ...RUNNING, progress: { ...PROGRESS, bytes: 9_000_000 } }));
    expect(spoken).toHaveTextContent(/^Download: 1-1\.$/);
    await update(job());
    expect(spoken).toHaveTextContent('Downloaded ‘1-1’ (1 file, 7 B)');
  });

  it('cancels', async () => {
    services.server.on('DELETE', 'jobs/j1', job({ state: 'cancelled' }));
    await show(job(RUNNING));
    services.server.on('GET', 'jobs', { jobs: [job({ state: 'cancelled' })] });
    await press('Cancel');
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeVisible();
    await unfold('Download 1-1');
    expect(screen.getByText(/^Cancelled · finished files are kept/)).toBeVisible();
  });

  it('shows why a cancellation failed', async () => {
    services.server.on('DELETE', 'jobs/j1', new ApiError(0, 'Failed to fetch'));
    await show(job(RUNNING));
    await press('Cancel');
    expect(await screen.findByText(/^Jupyter does not answer/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeEnabled();
  });

  it('resumes with the original request, once', async () => {
    services.server.on('GET', 'jobs/j1', jobWithDownloads({ state: 'cancelled' }));
    const next = job({ ...RUNNING, id: 'j2', created: '2024-01-01T11:00:00+00:00' });
    services.server.on('POST', 'jobs', next);
    await show(job({ state: 'cancelled' }));
    services.server.on('GET', 'jobs', { jobs: [job({ state: 'cancelled' }), next] });
    await press('Resume');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull());
    expect(services.server.bodies('POST', 'jobs')).toHaveLength(1);
    expect(screen.getAllByRole('listitem')).toHaveLength(1); // the continuation stands for both
    expect(screen.getByRole('progressbar')).toBeVisible();
  });

  it('lists each data set without matching files', async () => {
    const reason = 'data set 2-2 has no file that fits *.csv';
    await show(job({ permIds: ['1-1', '2-2'], skipped: [{ permId: '2-2', reason }] }));
    expect(screen.getByText(/^Done/)).toBeVisible();
    expect(screen.getByText('Data set 2-2 has none of the chosen files: *.csv')).toBeVisible();
  });

  it('lists each failed data set', async () => {
    const error = {
      reason: '1 of 2 data sets could not be downloaded: 2-2: archived',
      code: 'partial-download-failure',
      errors: [{ '2-2': 'it is archived' }]
    };
    await show(job({ state: 'failed', permIds: ['1-1', '2-2'], error }));
    const failed = row('Download 2 data sets');
    expect(failed.getByText(/1 data set could not be downloaded/)).toBeVisible();
    expect(failed.getByText(/it is archived/)).toHaveTextContent('2-2: it is archived');
    expect(failed.getByRole('button', { name: 'Resume' })).toBeVisible();
  });

  it('offers the login if it was missing', async () => {
    const be = async (status: Connection['status']) => {
      services.server.on('GET', 'conns', {
        connections: [connection({ status })],
        notebook_dir: '/home/alice'
      });
      await act(() => services.connections.refresh());
    };
    await be('not connected');
    await show(job({ state: 'failed', error: { reason: 'Please log in.', code: 'not-logged-in' } }));
    await press('Log in');
    expect(services.navigation.tab).toBe('connections');
    await be('connected');
    expect(screen.queryByRole('button', { name: 'Log in' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeVisible();
  });

  it('hides a failed download that was resumed', async () => {
    const failed = job({ state: 'failed', error: { reason: 'connection refused', code: 'download-failed' } });
    const later = { id: 'j2', created: '2024-01-01T11:00:00+00:00' };
    await show(failed, job({ ...later, permIds: ['1-1', '2-2'] }));
    expect(screen.getAllByRole('listitem').map(each => each.dataset.state)).toEqual(['done']);
    await update(failed, job({ ...later, folder: '/home/alice/other' }));
    expect(screen.getAllByRole('listitem').map(each => each.dataset.state)).toEqual(['done', 'failed']);
  });

  it('shows that Jupyter was stopped unless a user has cancelled', async () => {
    await show(job({ state: 'cancelled', error: { reason: 'Jupyter stops', code: 'server-stopped' } }));
    expect(screen.getByText(/^Jupyter was stopped · /)).toBeVisible();
    expect(screen.getByRole('img', { name: 'Jupyter was stopped' })).toBeVisible();
  });

  it('shows the files and copies the permId', async () => {
    services.server.on('GET', 'jobs/j1', jobWithDownloads());
    await show(job());
    await press('Show files');
    await unfold('Download 1-1');
    await press('Copy permId');
    expect(services.host.revealed).toEqual(['work/raw/1-1']);
    expect(services.host.copied).toEqual(['1-1']);
  });

  it('selects the first of several data sets', async () => {
    const both = { permIds: ['1-1', '2-2'] };
    services.server.on(
      'GET',
      'jobs/j1',
      jobWithDownloads({ ...both, downloads: [download('1-1'), download('2-2')] })
    );
    await show(job(both));
    await press('Show files');
    await waitFor(() => expect(services.host.revealed).toEqual(['work/raw > 1-1']));
  });

  it('shows names instead of permIds', async () => {
    const subjects = [{ reference: '1-1', name: 'Raw camera stack', kind: 'dataSet' as const }];
    await show(job({ subjects }));
    expect(row('Download Raw camera stack').getByText('7 B · 1/1/2024 10:01 AM')).toBeVisible();
    expect(row('Download Raw camera stack').getByTitle(/Raw camera stack · 1-1/)).toBeVisible();
  });

  it('shows the permId of the data set that an upload has registered', async () => {
    const subjects = [{ reference: null, name: 'Fresh images', kind: 'dataSet' as const }];
    await show(job({ kind: 'upload', folder: null, subjects }));
    expect(row('Upload Fresh images').getByTitle(/Fresh images · 1-1/)).toBeVisible();
  });

  it('counts down to the next attempt, and retries now', async () => {
    const nextAttempt = new Date(Date.now() + 90_000).toISOString();
    const error = { reason: 'connection refused', code: 'download-failed' };
    services.server.on('POST', 'jobs/j1/retry', job(RUNNING));
    await show(job({ ...RUNNING, state: 'waitingToRetry', nextAttempt, attempts: 2, error }));
    const waiting = row('Download 1-1');
    expect(waiting.getByText(/^Interrupted · next attempt in 1:(29|30)$/)).toBeVisible();
    expect(waiting.getByText('Attempt 2')).toBeVisible();
    expect(waiting.getByText(/connection refused/)).toBeVisible();
    await press('Retry now');
    expect(services.server.bodies('POST', 'jobs/j1/retry')).toHaveLength(1);
    expect(waiting.getByRole('button', { name: 'Cancel' })).toBeVisible();
  });

  it('clears ended transfers, also after a reload', async () => {
    await show(job(), job({ ...RUNNING, id: 'j2', permIds: ['2-2'] }));
    await press('Clear finished');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Clear finished' })).toBeNull();
    await update(job(), job({ id: 'j2', permIds: ['2-2'] }));
    expect(screen.getAllByRole('listitem').map(each => each.getAttribute('aria-label'))).toEqual([
      'Download 2-2'
    ]);
  });

  it('keeps unfolded details when the transfer ends', async () => {
    await show(job(RUNNING));
    await unfold('Download 1-1');
    await update(job());
    expect(screen.getByText('Done · 1 file, 7 B')).toBeVisible();
  });

  it('leads to the data when there are no transfers', async () => {
    services.navigation.showTab('transfers');
    await show();
    await press('Browse openBIS');
    expect(services.navigation.tab).toBe('browse');
  });

  it('leads from a failed upload of files back to its form', async () => {
    const place = { connection: 'lab', permId: 'PS1', name: 'Wild type', size: null, owner: '/YEAST/S1' };
    const reason =
      'in openBIS there is a file or folder of that name already: a.csv; replace it, or choose another name';
    services.fileUploads.begin(place, 'raw', ['a.csv']);
    await show(
      job({
        kind: 'uploadFiles',
        state: 'failed',
        permIds: [],
        owner: '/YEAST/S1',
        ownerFolder: 'raw/',
        isOfOwner: true,
        folder: null,
        error: { reason, code: 'files-exist' }
      })
    );
    const failed = row('Upload /YEAST/S1');
    expect(failed.getByText('to /YEAST/S1/raw')).toBeVisible();
    expect(failed.getByText(/^openBIS has a file or folder of that name: a.csv/)).toBeVisible();
    await userEvent.click(failed.getByRole('button', { name: 'Back to the form' }));
    expect(services.navigation.task).toBe('uploadFiles');
  });

  it('names the sample that gets the files of a publication, and their folder as soon as it is known', async () => {
    const published = { kind: 'publish' as const, owner: '/YEAST/S1', isOfOwner: true, folder: null };
    await show(job({ ...RUNNING, ...published, permIds: [] }));
    expect(row('Publication /YEAST/S1').queryByText(/^to /)).toBeNull();
    await update(job({ ...published, ownerFolder: 'Growth 1' }));
    await unfold('Publication /YEAST/S1');
    expect(row('Publication /YEAST/S1').getByText('to /YEAST/S1/Growth 1')).toBeVisible();
  });

  it.each([
    [false, 'Download data set'],
    [true, 'Download all files']
  ])('offers code for what was downloaded (of a sample: %s)', async (isOfOwner, name) => {
    services.host.notebook = new FakeNotebook('work/a.ipynb');
    services.server.on('GET', /^copies/, { copy: null });
    await show(job({ isOfOwner }));
    await unfold('Download 1-1');
    await press('Insert code…');
    expect(await screen.findByRole('button', { name })).toBeVisible();
  });

  it('shows what a synchronisation has done, and what stays different', async () => {
    const synchronised = { kind: 'sync' as const, isOfOwner: true, owner: '/YEAST/S1', permIds: ['PS1'] };
    const conflict = syncAction('conflict', 'curve.csv');
    const sync = syncReport({
      counts: { send: 2, 'delete-here': 1 },
      copies: [{ path: 'curve.csv', copy: 'curve (openBIS).csv' }],
      copyCount: 1,
      differences: [conflict],
      differenceCounts: { conflict: 1 },
      settled: false
    });
    services.server.on('GET', 'jobs/j1', jobWithDownloads({ ...synchronised, sync }));
    await show(job({ ...synchronised, subjects: [{ reference: 'PS1', name: 'Wild type', kind: 'sample' }] }));
    const ended = row('Synchronisation raw');
    expect(ended.getByText('work/raw, with Wild type')).toBeVisible();
    expect(await ended.findByText('2 files sent, 1 deleted here')).toBeVisible();
    expect(ended.getByText('curve (openBIS).csv')).toBeVisible();
    expect(ended.getByText('1 file was changed here and in openBIS')).toBeVisible();
    expect(ended.queryByText('Copy permId')).toBeNull();
    await press('Open curve.csv');
    expect(services.host.openedFiles).toEqual(['work/data/curve.csv']);
    await press('Show files');
    expect(services.host.revealed).toEqual(['work/raw']);
  });

  it('leads from a failed synchronisation to its form', async () => {
    const failed = {
      kind: 'sync' as const,
      state: 'failed' as const,
      error: { reason: 'a.csv: no answer. Both versions were kept', code: 'partial-sync-failure' }
    };
    const sync = syncReport({
      failed: [{ action: syncAction('send', 'a.csv'), error: { reason: 'no answer', code: 'x' } }],
      failedCount: 1,
      settled: false
    });
    services.server.on('GET', 'jobs/j1', jobWithDownloads({ ...failed, sync }));
    await show(job(failed));
    const ended = row('Synchronisation raw');
    expect(ended.getByText(/^Not all files could be synchronised/)).toBeVisible();
    expect(await ended.findByText(/no answer/)).toBeVisible();
    expect(ended.queryByText('Nothing was to be done.')).toBeNull();
    await press('Synchronise again…');
    expect(services.navigation.task).toBe('sync');
    expect(services.syncDraft.draft.folder).toBe('work/raw');
    await update(
      job(failed),
      job({ kind: 'sync', id: 'j2', permIds: [], created: '2024-01-01T11:00:00+00:00' })
    );
    expect(screen.getAllByRole('listitem', { name: /^Synch/ })).toHaveLength(1); // the later one stands for both
  });

  it('names files that were removed in openBIS, and are still in the folder', async () => {
    const done = jobWithDownloads({
      removedFiles: 2,
      downloads: [download('1-1', { removed: ['notes.txt', 'images/a.png'] })]
    });
    services.server.on('GET', 'jobs/j1', done);
    await show(job({ removedFiles: 2 }));
    await unfold('Download 1-1');
    await userEvent.click(screen.getByText('2 files were removed in openBIS. They are still in the folder.'));
    expect(await screen.findByText('images/a.png')).toBeVisible();
  });

  it('has no button for files outside the root folder', async () => {
    await show(job({ folder: '/scratch' }));
    await unfold('Download 1-1');
    expect(screen.getByText('to /scratch')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show files' })).toBeNull();
  });

  it('links from an upload to openBIS', async () => {
    await show(job({ kind: 'upload', folder: null, link: 'https://openbis.example.org/eln' }));
    await press('Open in openBIS');
    expect(services.host.opened).toEqual(['https://openbis.example.org/eln']);
    expect(screen.queryByRole('button', { name: 'Show files' })).toBeNull();
  });

  it('shows the newest twenty at first', async () => {
    await show(...Array.from({ length: 25 }, (_, index) => job({ id: `${index}`, permIds: [`${index}-1`] })));
    expect(screen.getAllByRole('listitem')).toHaveLength(20);
    expect(screen.getAllByRole('listitem')[0]).toHaveAccessibleName('Download 24-1');
    await press('Show all 25');
    expect(screen.getAllByRole('listitem')).toHaveLength(25);
  });

  it('resumes downloads that were interrupted before Jupyter started', async () => {
    services.host.notebook = new FakeNotebook('work/a.ipynb');
    const unfinished = {
      path: '/home/alice/work/Wild type (1-1)',
      permId: '1-1',
      url: 'https://openbis.example.org',
      written: '2024-01-01T10:00:00+00:00',
      files: ['original/a.csv'],
      folder: '/home/alice/work',
      options: {
        files: ['original/a.csv'],
        flat: false,
        overwrite: false,
        mode: 'copy',
        folderNames: 'name'
      }
    };
    services.server.on('GET', 'unfinished?folder=work', { unfinished: [unfinished] });
    services.server.on('POST', 'jobs', job(RUNNING));
    await show();
    expect(await screen.findByText('Wild type')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(services.server.bodies('POST', 'jobs')[0]).toMatchObject({
      permIds: ['1-1'],
      subjects: [{ reference: '1-1', name: 'Wild type', kind: null }],
      folder: '/home/alice/work',
      files: ['original/a.csv'],
      connection: 'lab'
    });
  });

  it('reports that Jupyter does not respond, and keeps the list', async () => {
    await show(job());
    services.server.on('GET', 'jobs', new ApiError(0, 'Failed to fetch'));
    await act(() => services.transfers.refresh());
    expect(screen.getByText(/^Jupyter does not answer/)).toBeVisible();
    expect(row('Download 1-1').getByText('1-1')).toBeVisible();
  });
});
