import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Job } from '../../api';
import { FakeNotebook } from '../../testing/fakeHost';
import { job, jobWithDownloads } from '../../testing/jobs';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { TransfersView } from './TransfersView';

const PROGRESS = {
  files: 1,
  bytes: 2_500_000,
  totalFiles: 4,
  totalBytes: 10_000_000,
  bytesPerSecond: 500_000,
  secondsLeft: 15
};
const RUNNING = { state: 'running' as const, progress: PROGRESS, ended: null };

describe('TransfersView', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
    services.server.on('GET', /^unfinished/, { unfinished: [] });
    await services.connections.refresh();
  });

  const tell = async (...jobs: Job[]) => {
    services.server.on('GET', 'jobs', { jobs });
    await act(() => services.transfers.refresh());
  };
  const show = async (...jobs: Job[]) => {
    await tell(...jobs);
    renderWith(services, <TransfersView />);
    await act(async () => undefined);
  };
  const row = (name: string) => within(screen.getByRole('listitem', { name }));
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

  it('shows how far a transfer has come', async () => {
    await show(job(RUNNING));
    const bar = row('Download 1-1').getByRole('progressbar', { name: 'Download 1-1' });
    expect(bar).toHaveAttribute('value', '0.25');
    ['1 of 4 files', '2.5 MB of 10.0 MB', '500 kB/s', '0:15 left', 'to work/raw'].forEach(words =>
      expect(screen.getByText(words)).toBeVisible()
    );
  });

  it('has a progress without end as long as nobody knows what there is to do', async () => {
    await show(
      job({
        ...RUNNING,
        progress: {
          ...PROGRESS,
          bytes: 0,
          totalBytes: null,
          totalFiles: null,
          bytesPerSecond: null,
          secondsLeft: null
        }
      })
    );
    expect(screen.getByRole('progressbar')).not.toHaveAttribute('value');
    expect(screen.getByText('Looking what there is to do…')).toBeVisible();
  });

  it('says when a transfer begins and ends, not what happens between', async () => {
    await show(job(RUNNING));
    const spoken = screen.getAllByRole('status')[0];
    expect(spoken).toHaveTextContent('Download: 1-1.');
    await tell(job({ ...RUNNING, progress: { ...PROGRESS, bytes: 9_000_000 } }));
    expect(spoken).toHaveTextContent(/^Download: 1-1\.$/);
    await tell(job());
    expect(spoken).toHaveTextContent('Downloaded from openBIS: 1-1.');
  });

  it('cancels', async () => {
    services.server.on('DELETE', 'jobs/j1', job({ state: 'cancelled' }));
    await show(job(RUNNING));
    services.server.on('GET', 'jobs', { jobs: [job({ state: 'cancelled' })] });
    await press('Cancel');
    expect(await screen.findByText(/^Cancelled · what has come stays/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeVisible();
  });

  it('keeps the reason beside a cancellation that did not work', async () => {
    services.server.on('DELETE', 'jobs/j1', new ApiError(0, 'Failed to fetch'));
    await show(job(RUNNING));
    await press('Cancel');
    expect(await screen.findByText('Failed to fetch')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeEnabled();
  });

  it('resumes with what was asked for at first, once', async () => {
    services.server.on('GET', 'jobs/j1', jobWithDownloads({ state: 'cancelled' }));
    const next = job({ ...RUNNING, id: 'j2', created: '2024-01-01T11:00:00+00:00' });
    services.server.on('POST', 'jobs', next);
    await show(job({ state: 'cancelled' }));
    services.server.on('GET', 'jobs', { jobs: [job({ state: 'cancelled' }), next] });
    await press('Resume');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull());
    expect(services.server.bodies('POST', 'jobs')).toHaveLength(1);
    expect(screen.getByText('Cancelled · continued later')).toBeVisible();
  });

  it('names each data set that has failed', async () => {
    const error = {
      reason: '1 of 2 data sets could not be downloaded: 2-2: archived',
      code: 'some-downloads-failed',
      errors: [{ '2-2': 'it is archived' }]
    };
    await show(job({ state: 'failed', permIds: ['1-1', '2-2'], error }));
    const failed = row('Download 2 data sets');
    expect(failed.getByText(/1 data set could not be downloaded/)).toBeVisible();
    expect(failed.getByText(/it is archived/)).toHaveTextContent('2-2: it is archived');
    expect(failed.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('offers to log in when that was missing', async () => {
    await show(job({ state: 'failed', error: { reason: 'Please log in.', code: 'not-logged-in' } }));
    await press('Log in');
    expect(services.navigation.tab).toBe('connections');
  });

  it('shows the files and copies the permId', async () => {
    await show(job());
    await press('Show files');
    await press('Copy permId');
    expect(services.host.revealed).toEqual(['work/raw/1-1']);
    expect(services.host.copied).toEqual(['1-1']);
  });

  it('shows no files where Jupyter has none', async () => {
    await show(job({ folder: '/scratch' }));
    expect(screen.getByText('to /scratch')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show files' })).toBeNull();
  });

  it('leads from an upload to openBIS', async () => {
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

  it('continues what was interrupted before Jupyter was started', async () => {
    services.host.notebook = new FakeNotebook('work/a.ipynb');
    const unfinished = {
      path: '/home/alice/work/1-1',
      permId: '1-1',
      url: 'https://openbis.example.org',
      written: '2024-01-01T10:00:00+00:00',
      files: ['original/a.csv']
    };
    services.server.on('GET', 'unfinished?folder=work', { unfinished: [unfinished] });
    services.server.on('POST', 'jobs', job(RUNNING));
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'Continue' }));
    expect(services.server.bodies('POST', 'jobs')[0]).toMatchObject({
      permIds: ['1-1'],
      folder: '/home/alice/work',
      connection: 'lab'
    });
  });

  it('says when Jupyter does not answer, and keeps what is known', async () => {
    await show(job());
    services.server.on('GET', 'jobs', new ApiError(0, 'Failed to fetch'));
    await act(() => services.transfers.refresh());
    expect(screen.getByText('Failed to fetch')).toBeVisible();
    expect(screen.getByText('Download')).toBeVisible();
  });
});
