import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, DownloadRequest, Job, Opening, OpeningInput } from '../api';
import { job } from '../testing/jobs';
import { FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { OpeningForm } from './OpeningForm';

const TARGET = { connection: 'lab', permId: '9-9', publication: '', name: 'Growth' };
const NOTEBOOK = '/home/alice/again/9-9/growth.ipynb';
const OPTIONS = { files: [], flat: true, overwrite: false, mode: 'copy', folderNames: 'permId' } as const;

function input(permId: string, changes: Partial<OpeningInput> = {}): OpeningInput {
  return { permId, name: null, size: 7, missedPath: null, problem: null, ...changes };
}

function opening(changes: Partial<Opening> = {}): Opening {
  return {
    notebook: NOTEBOOK,
    isThere: false,
    toFetch: { files: 2, bytes: 9 },
    conflicts: [],
    inputs: [input('1-1', { name: 'Images' })],
    moreInputs: 0,
    downloads: [
      { ...OPTIONS, files: [], permIds: ['9-9'], folder: '/home/alice/again' },
      { ...OPTIONS, files: ['a.csv'], flat: false, permIds: ['1-1'], folder: '/home/alice/again/9-9/data' }
    ],
    ...changes
  };
}

describe('A published notebook', () => {
  let services: FakeServices;
  let jobs: Job[];

  /** Answer as a server whose jobs get the permId as their id. */
  const serve = (answer: unknown, on = services) => {
    on.server
      .on('GET', /^opening\/lab\/9-9\?/, answer)
      .on('GET', 'jobs', () => ({ jobs }))
      .on('POST', 'jobs', ({ permIds }: DownloadRequest) => {
        const started = job({ id: permIds[0], permIds, state: 'running', ended: null });
        jobs = [...jobs, started];
        return started;
      });
  };
  const show = async () => {
    await services.connections.refresh();
    renderWith(services, <OpeningForm />);
    await act(async () => undefined);
  };
  const submit = () => screen.getByRole('button', { name: 'Download and open' });
  const start = async () => {
    await waitFor(() => expect(submit()).toBeEnabled());
    await userEvent.click(submit());
    await waitFor(() => expect(services.navigation.tab).toBe('transfers'));
  };
  const end = async (states: Record<string, Job['state']>) => {
    jobs = jobs.map(each => ({ ...each, state: states[each.id] ?? each.state }));
    await act(() => services.transfers.refresh());
  };

  beforeEach(() => {
    jobs = [];
    services = fakeServices();
    services.host.folder = 'again';
    services.openings.begin(TARGET);
  });

  it('is opened when its downloads have ended, after one confirmation', async () => {
    serve(opening());
    await show();
    await waitFor(() => expect(screen.getByText('again/9-9/growth.ipynb')).toBeInTheDocument());
    expect(screen.getByText('Images')).toBeInTheDocument();
    expect(services.server.asked.filter(each => each.method !== 'GET')).toEqual([]);
    expect(services.server.asked.some(({ path }) => path.includes('folder=again&folderNames=name'))).toBe(
      true
    );
    await start();
    const sent = services.server.bodies('POST', 'jobs') as DownloadRequest[];
    expect(sent.map(each => [each.permIds, each.folder, each.files, each.overwrite])).toEqual([
      [['9-9'], '/home/alice/again', [], false],
      [['1-1'], '/home/alice/again/9-9/data', ['a.csv'], false]
    ]);
    await end({ '9-9': 'done' });
    expect(services.host.openedFiles).toEqual([]);
    await end({ '1-1': 'done' });
    await end({});
    expect(services.host.openedFiles).toEqual(['again/9-9/growth.ipynb']);
    expect(services.host.notified).toEqual([]);
  });

  it('is opened without data that fail, which is reported', async () => {
    serve(opening());
    await show();
    await start();
    await end({ '9-9': 'done', '1-1': 'failed' });
    expect(services.host.openedFiles).toHaveLength(1);
    expect(services.host.notified).toEqual([
      expect.stringContaining('Some data of growth.ipynb are missing.')
    ]);
  });

  it('is not opened if it fails itself, or is cancelled', async () => {
    serve(opening());
    await show();
    await start();
    await end({ '9-9': 'failed', '1-1': 'done' });
    expect(services.host.openedFiles).toEqual([]);
    expect(services.host.notified).toEqual([
      expect.stringContaining('growth.ipynb could not be downloaded.')
    ]);
  });

  it('is opened after a reload of the page', async () => {
    const browser = storage();
    services = fakeServices(browser);
    services.openings.begin(TARGET);
    serve(opening());
    await show();
    await start();
    const again = fakeServices(browser);
    expect(again.openings.target).toEqual(TARGET);
    jobs = jobs.map(each => ({ ...each, state: 'done' }));
    serve(opening(), again);
    await again.transfers.refresh();
    await waitFor(() => expect(again.host.openedFiles).toEqual(['again/9-9/growth.ipynb']));
  });

  it('shows data that cannot be downloaded, and downloads the rest', async () => {
    const problem = { reason: 'No such dataSet found: 2-2', code: 'data-set-not-found' };
    const inputs = [
      input('2-2', { problem }),
      input('1-1', { missedPath: 'old/Images (1-1)' }),
      input('3-3', { name: 'Raw', size: null })
    ];
    serve(opening({ inputs, moreInputs: 2 }));
    await show();
    await waitFor(() => expect(screen.getByText('Cannot be downloaded now:')).toBeInTheDocument());
    expect(screen.getByText(/There is no data set 2-2/)).toBeInTheDocument();
    expect(screen.getByText(/old\/Images \(1-1\)/)).toBeInTheDocument();
    expect(screen.getByText('2 more are not downloaded.')).toBeInTheDocument();
    expect(submit()).toBeEnabled();
  });

  it('reports an input that cannot be started, and starts the others', async () => {
    serve(opening());
    services.server.on('POST', 'jobs', ({ permIds }: DownloadRequest) => {
      if (permIds[0] === '1-1') {
        return new ApiError(503, 'The queue is full.', 'server-busy');
      }
      jobs = [job({ id: '9-9', permIds, state: 'running' })];
      return jobs[0];
    });
    await show();
    await start();
    await waitFor(() => expect(services.host.notified).toHaveLength(1));
    await end({ '9-9': 'done' });
    expect(services.host.openedFiles).toEqual(['again/9-9/growth.ipynb']);
  });

  it('that was changed since is kept: it can be opened as it is', async () => {
    serve(opening({ isThere: true, conflicts: ['growth.ipynb'] }));
    await show();
    await waitFor(() => expect(screen.getByText(/were changed since/)).toBeInTheDocument());
    expect(submit()).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Open growth.ipynb as it is' }));
    expect(services.host.openedFiles).toEqual(['again/9-9/growth.ipynb']);
    expect(services.server.bodies('POST', 'jobs')).toEqual([]);
  });

  it('needs a folder that Jupyter shows', async () => {
    serve(opening({ notebook: '/scratch/9-9/growth.ipynb' }));
    await show();
    await waitFor(() => expect(screen.getByText(/below its root folder only/)).toBeInTheDocument());
    expect(submit()).toBeDisabled();
  });

  it('shows why there is no plan', async () => {
    serve(
      new ApiError(
        404,
        'There is no notebook (.ipynb) in 9-9; download it like any other data',
        'no-published-notebook'
      )
    );
    await show();
    await waitFor(() =>
      expect(screen.getByText(/There is no notebook \(\.ipynb\) in 9-9\./)).toBeInTheDocument()
    );
    expect(submit()).toBeDisabled();
  });
});
