import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection } from '../api';
import { chooseAction } from '../testing/cardMenu';
import { FOUND } from '../testing/instanceCheck';
import { connection, FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { ConnectionsView } from './ConnectionsView';

const WRONG = new ApiError(401, 'Incorrect username or password for lab', 'wrong-credentials');
const WRONG_IN_WORDS = 'Incorrect user name or password for lab.';

async function drawn(...all: Connection[]): Promise<FakeServices> {
  const services = fakeServices();
  serve(services, ...all);
  renderWith(services, <ConnectionsView />);
  await act(() => services.connections.start());
  return services;
}

function serve({ server }: FakeServices, ...all: Connection[]): void {
  server.on('GET', 'conns', { connections: all, notebook_dir: '/home/alice' });
}

const field = (name: string) => screen.getByRole('textbox', { name });
const password = () => screen.getByLabelText('Password or access token');
const button = (name: string) => screen.getByRole('button', { name });

describe('without a connection', () => {
  it('keeps entered values, except the password, after a reload', async () => {
    const browser = storage();
    const load = async () => {
      const services = fakeServices(browser);
      serve(services);
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

  it('checks the URL on blur, uses the host as name, adds and logs in', async () => {
    const services = await drawn();
    services.server
      .on('POST', 'check', FOUND)
      .on('POST', 'conns', () => {
        serve(services, connection({ name: 'openbis.example.org', status: 'not connected' }));
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

  it('shows the problem of an address, and opens the settings that solve it', async () => {
    const { server } = await drawn();
    const problem =
      'connection to openbis.example.org could not be established: the certificate of https://openbis.example.org could ' +
      'not be verified: unable to get local issuer certificate. CA file in use: /usr/cacert.pem. Set ca_bundle to the ' +
      'file with the certificates of the authority that signed it, or verify_certificates to false to do without.';
    server.on('POST', 'check', { ...FOUND, reachable: false, problem, code: 'untrusted-certificate' });
    await userEvent.type(field('URL *'), 'openbis.example.org');
    await userEvent.click(button('Check'));
    expect(await screen.findByText(/is not trusted\. Enter .* in “CA certificate file”/)).toBeVisible();
    expect(screen.getByText(problem)).not.toBeVisible();
    await userEvent.click(screen.getByText('Details'));
    expect(screen.getByText(problem)).toBeVisible();
    expect(screen.getByText('Certificate and encryption').closest('details')).toHaveAttribute('open');
  });

  it('shows problems at their fields and keeps entered values', async () => {
    const { server } = await drawn();
    server
      .on('POST', 'check', FOUND)
      .on('POST', 'conns', new ApiError(400, 'url: bad', '', [{ field: 'url', message: 'bad' }]));
    await userEvent.type(field('URL *'), 'x y');
    await userEvent.type(field('Name'), 'lab{Enter}');
    await waitFor(() => expect(field('URL *')).toHaveAccessibleDescription(/bad/));
    expect(field('URL *')).toHaveFocus();
    expect(field('Name')).toHaveValue('lab');
    await userEvent.type(field('URL *'), 'z');
    expect(field('URL *')).not.toBeInvalid();
  });

  it('continues with the login if only that has failed', async () => {
    const services = await drawn();
    services.server
      .on('POST', 'check', FOUND)
      .on('POST', 'conns', () => {
        serve(services, connection({ status: 'not connected' }));
        return {};
      })
      .on('PUT', 'conn/lab', WRONG);
    await userEvent.type(field('URL *'), 'openbis.example.org');
    await userEvent.type(field('Name'), 'lab');
    await userEvent.type(field('User'), 'alice');
    await userEvent.type(password(), 'wrong{Enter}');
    const login = await screen.findByRole('form', { name: 'Log in to lab' });
    expect(within(login).getByText(WRONG_IN_WORDS)).toBeVisible();
    expect(password()).toHaveValue('wrong');
    expect(screen.queryByRole('form', { name: 'New connection' })).toBeNull();
  });
});

describe('a connection', () => {
  it('offers the login when not connected, shows why it failed, and keeps entered values', async () => {
    const services = await drawn(connection({ status: 'not connected' }));
    services.server.on('PUT', 'conn/lab', WRONG);
    await userEvent.type(password(), 'wrong{Enter}');
    expect(await screen.findByText(WRONG_IN_WORDS)).toBeVisible();
    expect([password(), field('User')].map(each => (each as HTMLInputElement).value)).toEqual([
      'wrong',
      'alice'
    ]);
    services.server.on('PUT', 'conn/lab', () => {
      serve(services, connection());
      return { connection: connection() };
    });
    await userEvent.clear(password());
    await userEvent.type(password(), '$pat-alice-1{Enter}');
    expect(await screen.findByText('connected')).toBeVisible();
    expect(screen.queryByRole('form')).toBeNull();
    expect(services.server.bodies('PUT', 'conn/lab')[1]).toMatchObject({ password: '$pat-alice-1' });
  });

  it('returns to the view that requested the login', async () => {
    const { navigation, server } = await drawn(connection({ status: 'not connected' }));
    navigation.startTask('upload');
    navigation.requestLogin();
    server.on('PUT', 'conn/lab', { connection: connection() });
    await userEvent.type(password(), 'secret{Enter}');
    await waitFor(() => expect(navigation.task).toBe('upload'));
  });

  it('shows why it cannot be used while openBIS does not respond', async () => {
    const { connections } = await drawn(connection());
    const reason =
      'connection to lab could not be established: connection refused (https://openbis.example.org)';
    act(() => connections.setReachability('lab', new ApiError(500, reason, 'instance-unreachable')));
    expect(screen.getByText('not reachable')).toBeVisible();
    expect(screen.getByText(/^openBIS does not answer at/)).toBeVisible();
    expect(button('Log out')).toBeVisible();
  });

  it('sends only changed fields', async () => {
    const { server } = await drawn(connection());
    server.on('PATCH', 'conn/lab', { connection: connection({ name: 'lab 2' }) });
    await chooseAction('lab', 'Edit…');
    await userEvent.type(field('Name'), ' 2');
    await userEvent.click(button('Save'));
    await waitFor(() => expect(server.bodies('PATCH', 'conn/lab')).toEqual([{ name: 'lab 2', save: true }]));
  });

  it('warns of a change that ends the session, and of a duplicate name', async () => {
    await drawn(connection(), connection({ name: 'other' }));
    await chooseAction('lab', 'Edit…');
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
      serve(services);
      return {};
    });
    await chooseAction('lab', 'Remove…');
    const question = screen.getByRole('group', { name: 'Remove lab?' });
    if (!forget) {
      await userEvent.click(within(question).getByRole('checkbox'));
    }
    await userEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText(/Welcome/)).toBeVisible();
  });

  it('is unmounted by force only after the reason was shown', async () => {
    const { server } = await drawn(connection({ isMounted: true, mountpoint: '/home/alice/openbis' }));
    const inUse = new ApiError(500, 'Unmounting failed: it is in use by python', 'unmount-failed');
    server.on('PUT', 'conn/lab', ({ force }: { force: boolean }) =>
      force ? { connection: connection() } : inUse
    );
    await chooseAction('lab', 'Unmount');
    await userEvent.click(await screen.findByRole('button', { name: 'Unmount anyway' }));
    await waitFor(() => expect(screen.queryByText(inUse.reason)).toBeNull());
  });

  it('asks for a password if mounting needs one', async () => {
    const { server } = await drawn(connection());
    const missing = new ApiError(401, 'Not logged in to lab: enter user name and password');
    server.on('PUT', 'conn/lab', missing);
    await chooseAction('lab', 'Mount as folder (SFTP)');
    await userEvent.click(await screen.findByRole('button', { name: 'Enter the password' }));
    server.on('PUT', 'conn/lab', { connection: connection() });
    await userEvent.type(password(), 'secret{Enter}');
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
    expect(server.bodies('PUT', 'conn/lab').slice(-1)[0]).toMatchObject({
      action: 'mount',
      password: 'secret'
    });
  });

  it('shows the files of a mount below the root folder', async () => {
    const { host } = await drawn(connection({ isMounted: true, mountpoint: '/home/alice/openbis/lab' }));
    await chooseAction('lab', 'Show mounted files');
    expect(host.revealed).toEqual(['openbis/lab']);
  });

  it('shows a new host key after mounting', async () => {
    const { server } = await drawn(connection());
    server.on('PUT', 'conn/lab', { connection: connection({ isMounted: true, hostKey: 'SHA256:abc' }) });
    await chooseAction('lab', 'Mount as folder (SFTP)');
    expect(await screen.findByText(/SHA256:abc/)).toBeVisible();
  });

  it('can be selected', async () => {
    const { connections } = await drawn(connection(), connection({ name: 'other', status: 'not connected' }));
    await userEvent.click(screen.getByRole('radio', { name: 'other' }));
    expect(connections.current?.name).toBe('other');
    expect(screen.getByRole('form', { name: 'Log in to other' })).toBeVisible();
  });
});
