import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { Connection, Job } from '../../api';
import { ServicesProvider } from '../../app/services';
import { job } from '../../testing/jobs';
import { connection, FakeServices, fakeServices } from '../../testing/render';
import { keptFolder } from '../../testing/synchronised';
import { notifyOfCompletion } from './notifications';
import { BadgeTitle, showSidebarBadge } from './sidebarBadge';
import { StatusItem } from './StatusItem';

const HALF = {
  files: 1,
  bytes: 41,
  totalFiles: 2,
  totalBytes: 100,
  bytesPerSecond: null,
  secondsLeft: null,
  file: null
};
const running = (id: string) => job({ id, state: 'running', ended: null, progress: HALF, permIds: [id] });
const failed = (id: string) =>
  job({ id, state: 'failed', permIds: [id], error: { reason: 'archived', code: 'download-failed' } });

let services: FakeServices;

beforeEach(() => {
  services = fakeServices();
});

const update = async (...jobs: Job[]) => {
  services.server.on('GET', 'jobs', { jobs });
  await act(() => services.transfers.refresh());
};

test('the badge has the number of active transfers and a mark for failed ones, and so has the name', async () => {
  const title: BadgeTitle = { caption: 'openBIS', dataset: { id: 'panel' } };
  showSidebarBadge(title, services.transfers, services.keptFolders, services.trans);
  expect([title.dataset, title.caption]).toEqual([{ id: 'panel' }, 'openBIS']);
  await update(running('1-1'), running('2-2'));
  expect(title.dataset).toEqual({ id: 'panel', 'openbis-badge': '2' });
  expect(title.caption).toBe('openBIS (2 transfers)');
  await update(failed('1-1'), running('2-2'));
  expect(title.dataset).toEqual({ id: 'panel', 'openbis-badge': '1', 'openbis-failed': '1' });
  expect(title.caption).toBe('openBIS (1 transfer, 1 failed)');
  services.transfers.clearFinished();
  await update(failed('1-1'), job({ id: '2-2' }));
  expect([title.dataset, title.caption]).toEqual([{ id: 'panel' }, 'openBIS']);
});

test('the badge has a mark for folders that cannot be kept in openBIS', async () => {
  const title: BadgeTitle = { caption: 'openBIS', dataset: {} };
  showSidebarBadge(title, services.transfers, services.keptFolders, services.trans);
  services.server.on('GET', 'sync', { folders: [keptFolder({ state: 'failing' }), keptFolder()] });
  await act(() => services.keptFolders.refresh());
  expect(title).toEqual({ caption: 'openBIS (1 failed)', dataset: { 'openbis-failed': '1' } });
});

describe('StatusItem', () => {
  const show = async (status: Connection['status'] = 'connected') => {
    services.server.on('GET', 'conns', {
      connections: [connection({ status })],
      notebook_dir: '/home/alice'
    });
    await services.connections.refresh();
    const onClick = jest.fn();
    render(
      <ServicesProvider services={services}>
        <StatusItem onClick={onClick} />
      </ServicesProvider>
    );
    return onClick;
  };

  it('shows the user, and transfers with their progress', async () => {
    const onClick = await show();
    expect(screen.getByRole('button')).toHaveTextContent('openBIS: alice');
    await update(running('1-1'));
    expect(screen.getByRole('button')).toHaveTextContent('openBIS: alice · 1 transfer 41%');
    await update(failed('1-1'));
    expect(screen.getByRole('button')).toHaveTextContent('openBIS: alice · 1 failed');
    await userEvent.click(screen.getByRole('button'));
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('is empty without a login', async () => {
    await show('not connected');
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('notifyOfCompletion', () => {
  const commands = { show: jest.fn(), resume: jest.fn() };
  let pending: { call: () => void; milliseconds: number }[] = [];
  /** Let time pass until all pending notifications are shown; returns their delays. */
  const pass = () =>
    pending.splice(0).map(({ call, milliseconds }) => {
      call();
      return milliseconds;
    });

  beforeEach(() => {
    pending = [];
    notifyOfCompletion(services.transfers, services.host, services.trans, commands, (call, milliseconds) =>
      pending.push({ call, milliseconds })
    );
  });

  it('names the data set, its files and size', async () => {
    await update(running('1-1'));
    const subjects = [{ reference: '1-1', name: 'Raw camera stack', kind: null }];
    await update(job({ id: '1-1', subjects, progress: { ...HALF, files: 3, bytes: 42_000_000 } }));
    expect(pass()).toEqual([0]);
    expect(services.host.notified).toEqual(['Downloaded ‘Raw camera stack’ (3 files, 42.0 MB)']);
    expect(services.host.notificationActions.map(each => each.label)).toEqual(['Show']);
  });

  it('offers to resume a failed download', async () => {
    await update(running('1-1'));
    await update(failed('1-1'));
    expect(pass()).toEqual([0]);
    expect(services.host.notificationActions.map(each => each.label)).toEqual(['Resume', 'Show']);
    services.host.notificationActions[0].run();
    expect(commands.resume.mock.calls[0][0]).toMatchObject({ id: '1-1' });
  });

  it('summarizes a burst', async () => {
    const ids = ['1-1', '2-2', '3-3'];
    await update(...ids.map(running));
    await update(job({ id: '1-1' }), running('2-2'), running('3-3'));
    await update(job({ id: '1-1' }), job({ id: '2-2' }), failed('3-3'));
    expect(services.host.notified).toEqual([]);
    expect(pass()).toEqual([3_000]);
    expect(services.host.notified).toEqual(['2 transfers finished, 1 failed']);
  });

  it('does not notify of what the user has cancelled', async () => {
    await update(running('1-1'));
    await update(job({ id: '1-1', state: 'cancelled' }));
    expect(pass()).toEqual([]);
    expect(services.host.notified).toEqual([]);
  });
});
