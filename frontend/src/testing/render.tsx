import { nullTranslator } from '@jupyterlab/translation';
import { render, RenderResult } from '@testing-library/react';
import React from 'react';

import { Connection, OpenbisApi } from '../api';
import { BrowsingModel } from '../state/browsing';
import { ConnectionsModel } from '../state/connections';
import { Navigation } from '../state/navigation';
import { SelectionModel } from '../state/selection';
import { SettingsModel } from '../state/settings';
import { TransfersModel } from '../state/transfers';
import { Services, ServicesContext } from '../ui/services';
import { FakeHost } from './fakeHost';
import { FakeServer } from './fakeServer';

export interface FakeServices extends Services {
  host: FakeHost;
  server: FakeServer;
}

/** What components work with, around a fake Jupyter and a fake server that has one connection, `lab`. */
export function fakeServices(): FakeServices {
  const server = new FakeServer()
    .on('GET', 'conns', { connections: [connection()], notebook_dir: '/home/alice' })
    .on('GET', 'jobs', { jobs: [] });
  const api = new OpenbisApi(server.send);
  const settings = new SettingsModel();
  return {
    api,
    server,
    host: new FakeHost(),
    trans: nullTranslator.load('test'),
    connections: new ConnectionsModel(api.connections, () => ''),
    transfers: new TransfersModel(api.transfers),
    navigation: new Navigation(),
    browsing: new BrowsingModel(api.browsing, () => settings.pageSize),
    selection: new SelectionModel(),
    settings
  };
}

/** A connection as the server tells of it. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    name: 'lab',
    url: 'https://openbis.example.org',
    status: 'connected',
    username: 'alice',
    problem: null,
    isMounted: false,
    mountpoint: '',
    hostKey: null,
    verify_certificates: true,
    ca_bundle: null,
    http_only: false,
    saved: true,
    mount: null,
    ...changes
  };
}

/** Draw a component as the panel does. */
export function renderWith(services: Services, element: React.ReactElement): RenderResult {
  return render(<ServicesContext.Provider value={services}>{element}</ServicesContext.Provider>);
}
