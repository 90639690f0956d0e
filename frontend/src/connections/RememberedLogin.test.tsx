import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection } from '../api';
import { chooseAction } from '../testing/cardMenu';
import { connection, FakeServices, fakeServices, renderWith } from '../testing/render';
import { ConnectionsView } from './ConnectionsView';

const DAY = 24 * 3600 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const REMEMBERED = {
  username: 'alice',
  location: 'the keyring',
  validUntil: '2126-12-30T12:00:00+00:00',
  renewFrom: '2126-12-25T12:00:00+00:00'
};

async function drawn(
  changes: Partial<Connection>,
  days = 30,
  withoutTokens: string[] = []
): Promise<FakeServices> {
  const services = fakeServices();
  serve(services, changes, days, withoutTokens);
  renderWith(services, <ConnectionsView />);
  await act(() => services.connections.start());
  return services;
}

function serve(
  { server }: FakeServices,
  changes: Partial<Connection>,
  days = 30,
  withoutTokens: string[] = []
): void {
  const connections = [connection(changes)];
  server.on('GET', 'conns', {
    connections,
    notebook_dir: '/home/alice',
    remember_days: days,
    without_access_tokens: withoutTokens
  });
}

const box = () => screen.getByRole('checkbox', { name: 'Remember me on this computer' });
const password = () => screen.getByLabelText('Password or access token');

describe('the choice to be remembered', () => {
  it('is off at first, says how long and where, and is sent with the login', async () => {
    const { server } = await drawn({ status: 'not connected' });
    server.on('PUT', 'conn/lab', { connection: connection({ remembered: REMEMBERED }) });
    expect(box()).not.toBeChecked();
    expect(box()).toHaveAccessibleDescription(/up to 30 days.*keyring.*password is not stored.*revoke/);
    await userEvent.click(box());
    await userEvent.type(password(), 'secret{Enter}');
    await waitFor(() =>
      expect(server.bodies('PUT', 'conn/lab')).toEqual([
        { action: 'login', username: 'alice', password: 'secret', remember: true }
      ])
    );
  });

  it.each([
    ['the administrator has switched it off', {}, 0, /Switched off by the administrator/],
    ['the connection is not saved', { canBeRemembered: false }, 30, /Only for saved connections/],
    [
      'openBIS has no tokens',
      { rememberProblem: 'this openBIS makes no personal access tokens' },
      30,
      /does not offer personal access tokens/
    ]
  ])('is disabled with the reason if %s', async (_, changes, days, reason) => {
    await drawn({ status: 'not connected', ...changes }, days);
    expect(box()).toBeDisabled();
    expect(box()).toHaveAccessibleDescription(reason);
  });

  it('is disabled before the first login if the openBIS is known to have no tokens', async () => {
    await drawn({ status: 'not connected' }, 30, [connection().url]);
    expect(box()).toBeDisabled();
    expect(box()).toHaveAccessibleDescription(/does not offer personal access tokens/);
  });

  it('is part of the form of a new connection once there is a password', async () => {
    const services = fakeServices();
    const { server } = services;
    server.on('GET', 'conns', { connections: [], notebook_dir: '/', remember_days: 7 });
    server.on('POST', 'check', {}).on('POST', 'conns', () => {
      serve(services, { name: 'lab', status: 'not connected' });
      return {};
    });
    server.on('PUT', 'conn/lab', { connection: connection() });
    renderWith(services, <ConnectionsView />);
    await act(() => services.connections.start());
    await userEvent.type(screen.getByRole('textbox', { name: 'URL *' }), 'lab');
    expect(screen.queryByRole('checkbox', { name: 'Remember me on this computer' })).toBeNull();
    await userEvent.type(password(), 'secret');
    await userEvent.click(box());
    await userEvent.click(screen.getByRole('checkbox', { name: 'Remember this connection' }));
    expect(box()).toBeDisabled();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Remember this connection' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add and log in' }));
    await waitFor(() =>
      expect(server.bodies('PUT', 'conn/lab')).toMatchObject([{ password: 'secret', remember: true }])
    );
    expect(server.bodies('POST', 'conns')[0]).not.toHaveProperty('remember');
  });
});

describe('help for the password', () => {
  it.each([
    ['nothing is known', {}, ''],
    [
      'the last password is known',
      { canLogIn: true },
      /your last password \(forgotten when Jupyter restarts\)/
    ],
    ['there is a token', { canLogIn: true, remembered: REMEMBERED }, /the remembered login/]
  ])('if %s', async (_, changes, description) => {
    await drawn({ status: 'not connected', ...changes });
    expect(password()).toHaveAccessibleDescription(description);
  });
});

describe('a remembered login', () => {
  it('shows its end and where it is, and is forgotten here and in openBIS', async () => {
    const services = await drawn({ remembered: REMEMBERED });
    expect(screen.getByText(/remembered until Dec 30, 2126/)).toHaveAttribute(
      'title',
      'Access token in the keyring'
    );
    services.server.on('PUT', 'conn/lab', () => {
      serve(services, {});
      return { connection: connection() };
    });
    await userEvent.click(screen.getByRole('button', { name: 'Forget' }));
    const question = screen.getByRole('form', { name: 'Forget the login to lab?' });
    expect(question).toHaveTextContent('deleted on this computer and in openBIS. You stay logged in.');
    await userEvent.click(within(question).getByRole('button', { name: 'Forget' }));
    await waitFor(() => expect(screen.queryByText(/remembered until/)).toBeNull());
    expect(services.server.bodies('PUT', 'conn/lab')).toEqual([{ action: 'forget' }]);
  });

  it('needs the password to be deleted in openBIS after a restart, and shows why that failed', async () => {
    const { server } = await drawn({ remembered: REMEMBERED, isTokenLogin: true });
    server.on(
      'PUT',
      'conn/lab',
      new ApiError(401, 'Incorrect username or password for lab', 'wrong-credentials')
    );
    await chooseAction('lab', 'Forget login…');
    const field = screen.getByLabelText('Password (optional)');
    expect(field).toHaveFocus();
    await userEvent.type(field, 'wrong{Enter}');
    expect(await screen.findByText('Incorrect user name or password for lab.')).toBeVisible();
    expect(server.bodies('PUT', 'conn/lab')).toEqual([{ action: 'forget', password: 'wrong' }]);
  });

  it('is forgotten by a logout', async () => {
    const { server } = await drawn({ remembered: REMEMBERED });
    server.on('PUT', 'conn/lab', { connection: connection({ status: 'not connected' }) });
    const logOut = screen.getByRole('button', { name: 'Log out' });
    expect(logOut).toHaveAttribute('title', 'Ends the session and forgets the login on this computer');
    await userEvent.click(logOut);
    await waitFor(() =>
      expect(server.bodies('PUT', 'conn/lab')).toEqual([{ action: 'logout', forget: true }])
    );
  });

  it('is renewed with the password shortly before its end', async () => {
    const { server, navigation } = await drawn({
      remembered: { ...REMEMBERED, validUntil: inDays(4), renewFrom: inDays(-1) },
      isTokenLogin: true,
      canLogIn: true
    });
    const tab = navigation.tab;
    server.on('PUT', 'conn/lab', { connection: connection({ remembered: REMEMBERED }) });
    expect(screen.getByText(/Jupyter will ask for your password again/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Renew' }));
    expect(box()).toBeChecked();
    expect(password()).toHaveAccessibleDescription(/openBIS needs your password to renew the login/);
    await userEvent.type(password(), 'secret{Enter}');
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
    expect(server.bodies('PUT', 'conn/lab')[0]).toMatchObject({ password: 'secret', remember: true });
    expect(navigation.tab).toBe(tab);
  });

  it('is not announced as ending while Jupyter renews it by itself', async () => {
    await drawn({ remembered: { ...REMEMBERED, renewFrom: inDays(-1) } });
    expect(screen.queryByText(/will ask for your password/)).toBeNull();
  });

  it('shows what openBIS still accepts, and why a login is not remembered', async () => {
    await drawn({ unrevoked: REMEMBERED, rememberProblem: 'this openBIS makes no personal access tokens' });
    expect(
      screen.getByText(/openBIS accepts it until Dec 30, 2126, unless you delete it there/)
    ).toBeVisible();
    expect(screen.getByText(/Your login is not remembered\. Not possible: this openBIS/)).toBeVisible();
  });

  it('has the name of its user where another one is logged in', async () => {
    await drawn({ username: 'bob', remembered: REMEMBERED });
    expect(screen.getByText(/^alice: remembered until/)).toBeVisible();
  });
});
