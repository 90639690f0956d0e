import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection } from '../../api';
import { connection, FakeServices, fakeServices, renderWith, storage } from '../../testing/render';
import { ConnectionsView } from './ConnectionsView';

const WRONG = new ApiError(401, 'Incorrect username or password for lab', 'wrong-credentials');
const FOUND = {
  url: 'https://openbis.example.org',
  reachable: true,
  version: null,
  apiVersion: '3.6',
  encrypted: true,
  certificateChecked: true,
  problem: null,
  code: null
};

async function drawn(...all: Connection[]): Promise<FakeServices> {
  const services = fakeServices();
  tell(services, ...all);
  renderWith(services, <ConnectionsView />);
  await act(() => services.connections.start());
  return services;
}

function tell({ server }: FakeServices, ...all: Connection[]): void {
  server.on('GET', 'conns', { connections: all, notebook_dir: '/home/alice' });
}

const field = (name: string) => screen.getByRole('textbox', { name });
const password = () => screen.getByLabelText('Password or access token');
const button = (name: string) => screen.getByRole('button', { name });

describe('without a connection', () => {
  it('keeps what was typed, but no password, when the page is loaded again', async () => {
    const browser = storage();
    const load = async () => {
      const services = fakeServices(browser);
      tell(services);
      const { unmount } = renderWith(services, <ConnectionsView />);
      await act(() => services.connections.start());
      return unmount;
    };
    const unmount = await load();
    const fill = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } });
    fill(field('URL *'), 'openbis.example.org');
    fill(field('User'), 'alice');
    fill(password(), 'secret');
    unmount();
    await load();
    expect(field('URL *')).toHaveValue('openbis.example.org');
    expect(field('User')).toHaveValue('alice');
    expect(password()).toHaveValue('');
    expect(browser.getItem('new-connection')).not.toContain('secret');
    fill(field('URL *'), 'https://alice:secret@openbis.example.org');
    expect(browser.getItem('new-connection')).not.toContain('secret');
  });

  it('looks at the URL when it is left, calls it as its host, adds and logs in', async () => {
    const services = await drawn();
    services.server
      .on('POST', 'check', FOUND)
      .on('POST', 'conns', () => {
        tell(services, connection({ name: 'openbis.example.org', status: 'not connected' }));
        return {};
      })
      .on('PUT', 'conn/openbis.example.org', { connection: connection() });
    await userEvent.type(field('URL *'), 'openbis.example.org');
    await userEvent.tab();
    expect(await screen.findByText(/openBIS answers at/)).toHaveTextContent('its certificate is trusted');
    await userEvent.type(field('User'), 'alice');
    await userEvent.type(password(), 'secret{Enter}');
    await screen.findByRole('radio', { name: 'openbis.example.org' });
    expect(services.server.bodies('POST', 'conns')).toMatchObject([
      { name: 'openbis.example.org', url: 'openbis.example.org', username: 'alice', save: true }
    ]);
    expect(services.server.bodies('PUT', 'conn/openbis.example.org')).toEqual([
      { action: 'login', username: 'alice', password: 'secret' }
    ]);
    expect(services.navigation).toMatchObject({ tab: 'browse', loggedInTo: 'openbis.example.org' });
  });

  it('says what is wrong with an address, and opens the settings that help', async () => {
    const { server } = await drawn();
    const problem = 'The certificate is not signed by an authority that is known here.';
    server.on('POST', 'check', { ...FOUND, reachable: false, problem, code: 'untrusted-certificate' });
    await userEvent.type(field('URL *'), 'openbis.example.org');
    await userEvent.click(button('Check'));
    expect(await screen.findByText(problem)).toBeVisible();
    expect(screen.getByText('Certificate and encryption').closest('details')).toHaveAttribute('open');
  });

  it('shows problems at their fields and keeps what was typed', async () => {
    const { server } = await drawn();
    server
      .on('POST', 'check', FOUND)
      .on('POST', 'conns', new ApiError(400, 'url: bad', '', [{ field: 'url', message: 'bad' }]));
    await userEvent.type(field('URL *'), 'x y');
    await userEvent.type(field('Name'), 'lab{Enter}');
    await waitFor(() => expect(field('URL *')).toHaveAccessibleDescription(/bad/));
    expect(field('URL *')).toHaveFocus();
    expect(field('Name')).toHaveValue('lab');
  });

  it('goes on with the login where only that has failed', async () => {
    const services = await drawn();
    services.server
      .on('POST', 'check', FOUND)
      .on('POST', 'conns', () => {
        tell(services, connection({ status: 'not connected' }));
        return {};
      })
      .on('PUT', 'conn/lab', WRONG);
    await userEvent.type(field('URL *'), 'openbis.example.org');
    await userEvent.type(field('Name'), 'lab');
    await userEvent.type(field('User'), 'alice');
    await userEvent.type(password(), 'wrong{Enter}');
    const login = await screen.findByRole('form', { name: 'Log in to lab' });
    expect(within(login).getByText(WRONG.reason)).toBeVisible();
    expect(password()).toHaveValue('wrong');
    expect(screen.queryByRole('form', { name: 'New connection' })).toBeNull();
  });
});

describe('a connection', () => {
  it('offers the login when it is not connected, says why it failed, and keeps what was typed', async () => {
    const services = await drawn(connection({ status: 'not connected' }));
    services.server.on('PUT', 'conn/lab', WRONG);
    await userEvent.type(password(), 'wrong{Enter}');
    expect(await screen.findByText(WRONG.reason)).toBeVisible();
    expect([password(), field('User')].map(each => (each as HTMLInputElement).value)).toEqual([
      'wrong',
      'alice'
    ]);
    services.server.on('PUT', 'conn/lab', () => {
      tell(services, connection());
      return { connection: connection() };
    });
    await userEvent.clear(password());
    await userEvent.type(password(), ' $pat-alice-1 {Enter}');
    expect(await screen.findByText('connected')).toBeVisible();
    expect(screen.queryByRole('form')).toBeNull();
    expect(services.server.bodies('PUT', 'conn/lab')[1]).toMatchObject({ password: '$pat-alice-1' });
  });

  it('goes back to where the login was wanted', async () => {
    const { navigation, server } = await drawn(connection({ status: 'not connected' }));
    navigation.begin('upload');
    navigation.logIn();
    server.on('PUT', 'conn/lab', { connection: connection() });
    await userEvent.type(password(), 'secret{Enter}');
    await waitFor(() => expect(navigation.task).toBe('upload'));
  });

  it('is edited with what has changed only', async () => {
    const { server } = await drawn(connection());
    server.on('PATCH', 'conn/lab', { connection: connection({ name: 'lab 2' }) });
    await userEvent.click(button('Edit'));
    await userEvent.type(field('Name'), ' 2');
    await userEvent.click(button('Save'));
    await waitFor(() => expect(server.bodies('PATCH', 'conn/lab')).toEqual([{ name: 'lab 2', save: true }]));
  });

  it('says that a change ends the session, and that a name is taken', async () => {
    await drawn(connection(), connection({ name: 'other' }));
    await userEvent.click(screen.getAllByRole('button', { name: 'Edit' })[0]);
    await userEvent.clear(field('Name'));
    await userEvent.type(field('Name'), 'other');
    await userEvent.type(field('URL *'), ':8443');
    expect(screen.getByText(/Saving ends the session/)).toBeVisible();
    await userEvent.click(button('Save'));
    expect(field('Name')).toHaveAccessibleDescription(/Another connection has this name/);
  });

  it.each([
    ['from the file as well', true, 'conn/lab?forget=true'],
    ['until Jupyter is started again', false, 'conn/lab']
  ])('is removed after a question, %s', async (_, forget, path) => {
    const services = await drawn(connection());
    services.server.on('DELETE', path, () => {
      tell(services);
      return {};
    });
    await userEvent.click(button('Remove'));
    const question = screen.getByRole('group', { name: 'Remove lab?' });
    if (!forget) {
      await userEvent.click(within(question).getByRole('checkbox'));
    }
    await userEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText(/Welcome/)).toBeVisible();
  });

  it('is unmounted by force only after its reason was read', async () => {
    const { server } = await drawn(connection({ isMounted: true, mountpoint: '/home/alice/openbis' }));
    const inUse = new ApiError(500, 'Unmounting failed: it is in use by python', 'unmount-failed');
    server.on('PUT', 'conn/lab', ({ force }: { force: boolean }) =>
      force ? { connection: connection() } : inUse
    );
    await userEvent.click(button('Unmount'));
    await userEvent.click(await screen.findByRole('button', { name: 'Unmount anyway' }));
    await waitFor(() => expect(screen.queryByText(inUse.reason)).toBeNull());
  });

  it('asks for a password where mounting needs one', async () => {
    const { server } = await drawn(connection());
    const missing = new ApiError(401, 'Not logged in to lab: enter user name and password');
    server.on('PUT', 'conn/lab', missing);
    await userEvent.click(button('Mount'));
    await userEvent.click(await screen.findByRole('button', { name: 'Enter the password' }));
    server.on('PUT', 'conn/lab', { connection: connection() });
    await userEvent.type(password(), 'secret{Enter}');
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
    expect(server.bodies('PUT', 'conn/lab').slice(-1)[0]).toMatchObject({
      action: 'mount',
      password: 'secret'
    });
  });

  it('shows the files of a mount that lies below the root folder', async () => {
    const { host } = await drawn(connection({ isMounted: true, mountpoint: '/home/alice/openbis/lab' }));
    await userEvent.click(button('Show files'));
    expect(host.revealed).toEqual(['openbis/lab']);
  });

  it('tells of a new host key when it was mounted', async () => {
    const { server } = await drawn(connection());
    server.on('PUT', 'conn/lab', { connection: connection({ isMounted: true, hostKey: 'SHA256:abc' }) });
    await userEvent.click(button('Mount'));
    expect(await screen.findByText(/SHA256:abc/)).toBeVisible();
  });

  it('is chosen to work with', async () => {
    const { connections } = await drawn(connection(), connection({ name: 'other', status: 'not connected' }));
    await userEvent.click(screen.getByRole('radio', { name: 'other' }));
    expect(connections.current?.name).toBe('other');
    expect(screen.getByRole('form', { name: 'Log in to other' })).toBeVisible();
  });
});
