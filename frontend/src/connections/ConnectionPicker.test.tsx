import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection } from '../../api';
import { connection, FakeServices, fakeServices, renderWith } from '../../testing/render';
import { ConnectionPicker } from './ConnectionPicker';

async function drawn(...all: Connection[]): Promise<FakeServices> {
  const services = fakeServices();
  services.server.on('GET', 'conns', { connections: all, notebook_dir: '/home/alice' });
  renderWith(services, <ConnectionPicker />);
  await act(() => services.connections.start());
  return services;
}

describe('ConnectionPicker', () => {
  it('says which connection it is, and that it is connected', async () => {
    await drawn(connection());
    expect(screen.getByText('lab')).toBeVisible();
    expect(screen.getByText('connected')).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('chooses another connection', async () => {
    const { connections } = await drawn(connection(), connection({ name: 'other' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Connection' }), 'other');
    expect(connections.current?.name).toBe('other');
  });

  it('leads to the login, and back to where the user was', async () => {
    const { navigation } = await drawn(connection({ status: 'not connected' }));
    navigation.begin('upload');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    expect(navigation).toMatchObject({ tab: 'connections', task: null });
    navigation.loggedIn('lab');
    expect(navigation).toMatchObject({ tab: 'browse', task: 'upload' });
  });

  it('leads to the first connection', async () => {
    const { navigation } = await drawn();
    await userEvent.click(screen.getByRole('button', { name: 'Add a connection' }));
    expect(navigation.tab).toBe('connections');
  });

  it('says that Jupyter does not answer, and asks again', async () => {
    const services = fakeServices();
    services.server.on('GET', 'conns', new ApiError(0, 'Jupyter is gone.'));
    renderWith(services, <ConnectionPicker />);
    await act(() => services.connections.start());
    expect(screen.getByRole('alert')).toHaveTextContent('Jupyter is gone.');
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/home/alice' });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('lab')).toBeVisible();
  });
});
