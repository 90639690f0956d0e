import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, NotebookTrace, TracedCopy, TracedDataSet, VerifiedCopy } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { FakeNotebook } from '../testing/fakeHost';
import { dataSet } from '../testing/fakeTree';
import { connection, FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { NotebookView } from './NotebookView';

const ROOT = '/home/alice';
const DOWNLOADED = '2024-01-01T10:00:00+00:00';
const COPY: TracedCopy = {
  state: 'present',
  path: `${ROOT}/growth/raw/D1`,
  missingFiles: 0,
  downloaded: DOWNLOADED
};
const VERIFIED: VerifiedCopy = {
  path: COPY.path!,
  ok: true,
  complete: true,
  downloaded: DOWNLOADED,
  files: 3,
  wrong: 0,
  unverified: 0,
  wrongFiles: []
};

function traced(permId: string, changes: Partial<TracedDataSet> = {}): TracedDataSet {
  return {
    permId,
    dataSet: dataSet(permId, { $NAME: `Name of ${permId}` }),
    kind: 'dataSet',
    identifier: '',
    elnUrl: `https://openbis.example.org/eln?${permId}`,
    copy: null,
    changedFiles: null,
    newer: null,
    ...changes
  };
}

const METADATA = {
  datasets: {
    D1: { permId: 'D1', url: 'https://openbis.example.org', path: 'raw/D1' },
    D2: { permId: 'D2' },
    D9: { permId: 'D9', url: 'https://other.example.org', path: 'raw/D9' }
  },
  openbis: { permIds: { P1: 'registered' }, files: { 'S1/results/run 1': 'Published' } }
};

describe('NotebookView', () => {
  let services: FakeServices;
  let notebook: FakeNotebook;
  let trace: NotebookTrace;

  const start = async (browser = storage()) => {
    services = fakeServices(browser);
    notebook = new FakeNotebook('growth/a.ipynb', { ...METADATA });
    services.host.notebook = notebook;
    services.server.on('POST', 'trace/lab', () => trace);
    await services.connections.refresh();
  };

  beforeEach(() => {
    const owner = { kind: 'sample' as const, identifier: '/LAB/S1' };
    trace = {
      used: [traced('D1', { copy: COPY }), traced('D2', { copy: { ...COPY, state: 'missing', path: null } })],
      produced: [traced('P1'), traced('S1', { ...owner, dataSet: dataSet('S1') })],
      problem: null
    };
    return start();
  });

  it('shows the lineage of the notebook', async () => {
    const shown: unknown[] = [];
    services.lineages.requested.connect((_, each) => shown.push(each));
    renderWith(services, <NotebookView />);
    await userEvent.click(await screen.findByRole('button', { name: 'Show lineage' }));
    const subject = { kind: 'notebook', path: 'growth/a.ipynb' };
    expect(shown).toEqual([{ connection: 'lab', subject, name: 'a.ipynb' }]);
  });

  const show = async () => {
    const drawn = renderWith(services, <NotebookView />);
    await act(async () => undefined);
    return drawn;
  };
  const row = (name: string) => within(screen.getByRole('listitem', { name }));
  const press = (name: string, button: string) =>
    userEvent.click(row(name).getByRole('button', { name: button }));

  it('asks once for everything in the metadata, with paths below the root folder', async () => {
    await show();
    expect(services.server.bodies('POST', 'trace/lab')).toEqual([
      {
        near: 'growth',
        used: [
          { permId: 'D1', path: 'growth/raw/D1' },
          { permId: 'D2', path: null }
        ],
        produced: ['P1', 'S1']
      }
    ]);
  });

  it.each([
    ['/home/alice/old/D1', 'old/D1'],
    ['/scratch/D1', null],
    ['../../../D1', null],
    [5, null]
  ])('never asks for a folder outside of Jupyter: %s', async (path, asked) => {
    notebook.metadata.datasets = { D1: { path } };
    await show();
    expect(services.server.bodies('POST', 'trace/lab')[0]).toMatchObject({ used: [{ path: asked }] });
  });

  it('shows what was used and produced, with its state', async () => {
    const { container } = await show();
    expect(row('Name of D1').getByText(/^On disk since /)).toBeVisible();
    expect(row('Name of D1').getByText('in growth/raw/D1')).toBeVisible();
    expect(row('Name of D2').getByText('Not on disk')).toBeVisible();
    expect(row('Name of P1').getByText('Published 2023-03-15 10:00:00')).toBeVisible();
    expect(row('/LAB/S1').getByText('Published in results/run 1')).toBeVisible();
    expect(screen.getByText('1 data set is from another openBIS: choose its connection.')).toBeVisible();
    expect(row('Name of P1').getByRole('link', { name: 'Open in openBIS' })).toHaveAttribute(
      'href',
      'https://openbis.example.org/eln?P1'
    );
    expect(await seriousProblems(container)).toEqual([]);
  });

  it.each<[Partial<TracedDataSet>, string]>([
    [{ copy: { ...COPY, state: 'incomplete', missingFiles: 2 } }, '2 files are missing'],
    [{ copy: { ...COPY, state: 'incomplete' } }, 'Download not finished'],
    [{ copy: { ...COPY, downloaded: null } }, 'On disk'],
    [{ copy: COPY, changedFiles: 1 }, '1 file has changed in openBIS'],
    [{ copy: COPY, newer: dataSet('D7') }, 'There is a newer version'],
    [
      { copy: COPY, dataSet: dataSet('D1', { $NAME: 'Name of D1', status: 'ARCHIVED' }) },
      'Archived in openBIS'
    ]
  ])('names the state: %j', async (changes, words) => {
    trace.used[0] = traced('D1', changes);
    await show();
    expect(row('Name of D1').getByText(words)).toBeVisible();
  });

  it('says that openBIS does not show a data set', async () => {
    trace.used[0] = traced('D1', { copy: COPY, dataSet: null, elnUrl: '' });
    await show();
    expect(row('D1').getByText('Not in this openBIS, or no access')).toBeVisible();
    expect(row('D1').queryByRole('link')).toBeNull();
  });

  it('shows copies without a login, and the way to the login', async () => {
    trace.used = [traced('D1', { copy: COPY, dataSet: null, elnUrl: '' })];
    trace.problem = { reason: 'Log in first.', code: 'not-logged-in' };
    services.navigation.showTab('notebook');
    await show();
    expect(row('D1').getByText(/^On disk since /)).toBeVisible();
    expect(row('D1').queryByText('Not in this openBIS, or no access')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    expect(services.navigation.tab).toBe('connections');
    act(() => services.navigation.loggedIn('lab'));
    expect(services.navigation.tab).toBe('notebook');
  });

  it('offers to try again', async () => {
    services.server.on('POST', 'trace/lab', new ApiError(500, 'Broken.'));
    await show();
    expect(screen.getByRole('listitem', { name: 'D1' })).toBeVisible();
    services.server.on('POST', 'trace/lab', () => trace);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('listitem', { name: 'Name of D1' })).toBeVisible();
  });

  it('verifies a copy, and remembers the result through a reload', async () => {
    const browser = storage();
    await start(browser);
    services.server.on('POST', 'verification/lab/D1', VERIFIED);
    const { unmount } = await show();
    await press('Name of D1', 'Verify');
    expect(await row('Name of D1').findByText(/^On disk, verified /)).toBeVisible();
    expect(services.server.bodies('POST', 'verification/lab/D1')).toEqual([
      { near: 'growth', path: 'growth/raw/D1' }
    ]);
    unmount();
    await start(browser);
    await show();
    expect(row('Name of D1').getByText(/^On disk, verified /)).toBeVisible();
  });

  it('forgets the result when the copy was downloaded again', async () => {
    services.server.on('POST', 'verification/lab/D1', VERIFIED);
    const { unmount } = await show();
    await press('Name of D1', 'Verify');
    unmount();
    trace.used[0] = traced('D1', { copy: { ...COPY, downloaded: '2024-02-01T10:00:00+00:00' } });
    await show();
    expect(row('Name of D1').getByText(/^On disk since /)).toBeVisible();
  });

  it('names files that differ', async () => {
    services.server.on('POST', 'verification/lab/D1', {
      ...VERIFIED,
      ok: false,
      wrong: 1,
      wrongFiles: [{ path: 'original/a.csv', state: 'different' }]
    });
    await show();
    await press('Name of D1', 'Verify');
    expect(await row('Name of D1').findByText(/^1 file differs/)).toBeVisible();
    expect(row('Name of D1').getByText('original/a.csv')).toBeVisible();
  });

  it('says which files cannot be verified', async () => {
    services.server.on('POST', 'verification/lab/D1', { ...VERIFIED, ok: false, unverified: 2 });
    await show();
    await press('Name of D1', 'Verify');
    expect(await row('Name of D1').findByText(/^2 files have no checksum/)).toBeVisible();
  });

  it('stops a verification; a second click starts no second one', async () => {
    services.server.on('POST', 'verification/lab/D1', () => new Promise(() => undefined));
    await show();
    await press('Name of D1', 'Verify');
    void services.verifications.verify({ connection: 'lab', permId: 'D1' }, {});
    expect(services.server.bodies('POST', 'verification/lab/D1')).toHaveLength(1);
    await press('Name of D1', 'Stop verifying');
    expect(await row('Name of D1').findByRole('button', { name: 'Verify' })).toBeVisible();
  });

  it('shows why a verification failed', async () => {
    services.server.on('POST', 'verification/lab/D1', new ApiError(500, 'Broken.'));
    await show();
    await press('Name of D1', 'Verify');
    expect(await row('Name of D1').findByText('Broken.')).toBeVisible();
  });

  it('downloads again what is missing or outdated, and nothing else', async () => {
    trace.used.push(traced('S2', { kind: 'sample', identifier: '/LAB/S2', copy: COPY, changedFiles: 3 }));
    notebook.metadata.datasets = { ...METADATA.datasets, S2: {} };
    await show();
    expect(row('Name of D1').queryByRole('button', { name: 'Download again…' })).toBeNull();
    await press('Name of D2', 'Download again…');
    expect(services.selection.places).toEqual([
      { connection: 'lab', permId: 'D2', name: 'Name of D2', size: 1234 }
    ]);
    expect(services.navigation.task).toBe('download');
    await press('Name of S2', 'Download again…');
    expect(services.selection.places[0].owner).toBe('/LAB/S2');
  });

  it('leads to details, and to the folder of a publication', async () => {
    await show();
    await userEvent.click(row('Name of D1').getByTitle('D1'));
    expect([services.navigation.tab, services.browsing.shown]).toEqual([
      'browse',
      { kind: 'dataSet', permId: 'D1' }
    ]);
    await press('/LAB/S1', 'Published in results/run 1');
    expect(services.browsing.shown).toEqual({ kind: 'sample', permId: 'S1' });
    expect(services.browsing.consumeWantedFile()).toBe('results/run 1');
  });

  it('shows what a data set was derived from, level by level, once in a cycle', async () => {
    const parents = (permId: string) => ({
      parents: [{ kind: 'dataSet', permId, type: 'RAW_DATA', $NAME: null }]
    });
    services.server
      .on('GET', 'details/lab/dataSet/D1', parents('D0'))
      .on('GET', 'details/lab/dataSet/D0', parents('D1'));
    await show();
    const opened = () => row('Name of D1').getAllByText('Derived from');
    await userEvent.click(opened()[0]);
    expect(await row('Name of D1').findByTitle('D0')).toBeVisible();
    await userEvent.click(opened()[1]);
    await waitFor(() => expect(row('Name of D1').getAllByTitle('D1')).toHaveLength(2));
    expect(opened()).toHaveLength(2);
  });

  it('says that a data set has no parents', async () => {
    services.server.on('GET', 'details/lab/dataSet/D1', { parents: [] });
    await show();
    await userEvent.click(row('Name of D1').getByText('Derived from'));
    expect(await screen.findByText('No parents in openBIS')).toBeVisible();
  });

  it('asks for nothing for a notebook without openBIS, and offers to publish it', async () => {
    services.host.notebook = new FakeNotebook('b.ipynb', {});
    await show();
    expect(services.server.bodies('POST', 'trace/lab')).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Publish notebook…' }));
    expect(services.navigation.task).toBe('publish');
  });

  it('follows the notebook in front', async () => {
    services.host.notebook = null;
    await show();
    expect(screen.getByText('Open a notebook to see what it has used and produced.')).toBeVisible();
    services.host.notebook = notebook;
    await act(async () => services.host.emitChanged());
    expect(await screen.findByRole('listitem', { name: 'Name of D1' })).toBeVisible();
  });

  it('asks again after a login as another user', async () => {
    await show();
    services.server.on('GET', 'conns', {
      connections: [connection({ username: 'bob' })],
      notebook_dir: ROOT
    });
    await act(() => services.connections.refresh());
    expect(services.server.bodies('POST', 'trace/lab')).toHaveLength(2);
  });
});
