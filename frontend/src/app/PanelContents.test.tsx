import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { entity, withTree } from '../testing/fakeTree';
import { connection, FakeServices, fakeServices, renderWith } from '../testing/render';
import { PanelContents } from './PanelContents';

describe('PanelContents', () => {
  let services: FakeServices;

  const login = (status: 'connected' | 'not connected') =>
    services.server.on('GET', 'conns', {
      connections: [connection({ status }), connection({ name: 'other', status: 'connected' })],
      notebook_dir: '/home/alice'
    });

  beforeEach(async () => {
    services = fakeServices();
    withTree(services.server, { '/space': [entity('space', '/YEAST')] });
    login('not connected');
    services.server.on('PUT', 'conn/lab', () => {
      login('connected');
      return { connection: connection() };
    });
    await services.connections.refresh();
    services.connections.choose('lab');
    await act(async () => void renderWith(services, <PanelContents />));
  });

  const logIn = async () => {
    await userEvent.type(screen.getByLabelText('Password or access token'), 'secret{Enter}');
  };

  it('shows and announces the data after a login, with the focus in the search field', async () => {
    await userEvent.click(screen.getByRole('tab', { name: 'Connections' }));
    await logIn();
    expect(await screen.findByRole('treeitem', { name: /YEAST/ })).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Browse' })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByRole('searchbox', { name: 'Search openBIS' })).toHaveFocus();
    expect(screen.getByText('Logged in to lab.')).toHaveAttribute('role', 'status');
    await userEvent.click(screen.getByRole('tab', { name: 'Transfers' }));
    expect(screen.queryByText('Logged in to lab.')).toBeNull();
    await userEvent.click(screen.getByRole('tab', { name: 'Browse' }));
    expect(screen.getByRole('tab', { name: 'Browse' })).toHaveFocus();
  });

  it('moves the focus to the data of the connection after a login, even if another one was shown before', async () => {
    services.server.on('GET', 'conns', {
      connections: [connection(), connection({ name: 'other' })],
      notebook_dir: '/'
    });
    await act(() => services.connections.refresh());
    await screen.findByRole('treeitem', { name: /YEAST/ });
    await userEvent.click(screen.getByRole('tab', { name: 'Connections' }));
    await act(async () => {
      services.connections.choose('other');
      services.navigation.loggedIn('other');
    });
    expect(await screen.findByRole('searchbox', { name: 'Search openBIS' })).toHaveFocus();
  });

  it('focuses the tab that a command has selected, not the one that was shown before', () => {
    act(() => {
      services.navigation.showTab('transfers');
      services.navigation.activate();
    });
    expect(screen.getByRole('tab', { name: 'Transfers' })).toHaveFocus();
    act(() => {
      services.navigation.startTask('download');
      services.navigation.activate();
    });
    expect(screen.getByRole('button', { name: 'Back' })).toHaveFocus();
  });

  it('keeps the focus in the panel when the focused button disappears with its view', async () => {
    act(() => services.navigation.showTab('transfers'));
    await userEvent.click(screen.getAllByRole('button', { name: 'Download by permId' })[0]);
    expect(screen.getByRole('button', { name: 'Back' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.getByRole('tab', { name: 'Transfers' })).toHaveFocus();
    await userEvent.click(document.body);
    act(() => services.navigation.showTab('browse'));
    expect(document.body).toHaveFocus(); // it was not in the panel
  });

  it('begins with the first field where there is no connection', async () => {
    services.server.on('GET', 'conns', { connections: [], notebook_dir: '/' });
    await act(() => services.connections.refresh());
    await act(async () => {
      services.navigation.showTab('connections');
      services.navigation.activate();
    });
    expect(screen.getByRole('textbox', { name: /^URL/ })).toHaveFocus();
  });

  it('returns to the form that requested the login', async () => {
    services.server.on('GET', 'datasetTypes/lab', { dataSetTypes: [] });
    act(() => services.navigation.startTask('upload'));
    act(() => services.navigation.requestLogin());
    await logIn();
    expect(await screen.findByRole('region', { name: 'Upload' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Back' })).toHaveFocus();
  });

  it('stays on the Connections tab after a login to another than the current connection', async () => {
    act(() => services.connections.choose('other'));
    await userEvent.click(screen.getByRole('tab', { name: 'Connections' }));
    const [button] = screen.getAllByRole('button', { name: 'Log in' });
    await userEvent.click(button);
    await logIn();
    expect(screen.getByRole('tab', { name: 'Connections' })).toHaveAttribute('aria-selected', 'true');
  });
});
