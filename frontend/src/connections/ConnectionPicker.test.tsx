import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection } from '../api';
import { page } from '../testing/fakeTree';
import { connection, FakeServices, fakeServices, renderWith } from '../testing/render';
import { ConnectionPicker } from './ConnectionPicker';

async function drawn(...all: Connection[]): Promise<FakeServices> {
  const services = fakeServices();
  services.server.on('GET', 'conns', { connections: all, notebook_dir: '/home/alice' });
  renderWith(services, <ConnectionPicker />);
  await act(() => services.connections.start());
  return services;
}

describe('ConnectionPicker', () => {
  it('shows the connection and its status', async () => {
    await drawn(connection());
    const button = screen.getByRole('button', { name: 'Connection lab (connected)' });
    expect(button.parentElement).toHaveAttribute('data-status', 'connected');
    expect(button.parentElement).toHaveAttribute('title', 'lab: connected');
    expect(screen.getAllByRole('button')).toEqual([button]);
  });

  it('shows that openBIS cannot be reached, until it responds', async () => {
    const { api, server } = await drawn(connection());
    server.on('GET', /^search/, new ApiError(500, 'connection refused', 'instance-unreachable'));
    const search = () => api.browsing.search('lab', { kind: 'sample', text: 'a' }, { start: 0, count: 1 });
    await act(() => search().catch(() => undefined));
    expect(screen.getByText('not reachable')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Connection lab (not reachable)' })).toBeVisible();
    server.on('GET', /^search/, page([], 0, 1));
    await act(search);
    expect(screen.queryByText('not reachable')).toBeNull();
    expect(screen.getByRole('button', { name: 'Connection lab (connected)' })).toBeVisible();
  });

  it('selects another connection', async () => {
    const { connections } = await drawn(connection(), connection({ name: 'other' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Connection (connected)' }), 'other');
    expect(connections.current?.name).toBe('other');
  });

  it('links to the login, which returns to the view', async () => {
    const { navigation } = await drawn(connection({ status: 'not connected' }));
    navigation.startTask('upload');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    expect(navigation).toMatchObject({ tab: 'connections', task: null });
    navigation.loggedIn('lab');
    expect(navigation).toMatchObject({ tab: 'browse', task: 'upload' });
  });

  it('links to the form of the first connection', async () => {
    const { navigation } = await drawn();
    await userEvent.click(screen.getByRole('button', { name: 'Add a connection' }));
    expect(navigation.tab).toBe('connections');
  });

  it('reports that Jupyter does not respond, and retries', async () => {
    const services = fakeServices();
    services.server.on('GET', 'conns', new ApiError(0, 'Jupyter has stopped.'));
    renderWith(services, <ConnectionPicker />);
    await act(() => services.connections.start());
    expect(screen.getByRole('alert')).toHaveTextContent('Jupyter has stopped.');
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/home/alice' });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('lab')).toBeVisible();
  });
});
