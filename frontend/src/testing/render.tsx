import { nullTranslator } from '@jupyterlab/translation';
import { render, RenderResult } from '@testing-library/react';
import React from 'react';

import { Connection, Job, OpenbisApi } from '../api';
import { BrowserStorage, BrowserStore } from '../state/browserStore';
import { BrowsingModel } from '../state/browsing';
import { DownloadRecorder } from '../notebook/recorder';
import { Claims } from '../state/claims';
import { ConnectionsModel } from '../state/connections';
import { DownloadDraft } from '../state/downloadDraft';
import { Place } from '../state/drafts';
import { Navigation } from '../state/navigation';
import { PublicationsModel } from '../state/publications';
import { Renames } from '../state/renames';
import { SelectionModel } from '../state/selection';
import { SettingsModel } from '../state/settings';
import { TransfersModel } from '../state/transfers';
import { UploadsModel } from '../state/uploads';
import { Services, ServicesContext } from '../ui/services';
import { FakeHost } from './fakeHost';
import { FakeServer } from './fakeServer';

export interface FakeServices extends Services {
  host: FakeHost;
  server: FakeServer;
}

/**
 * What components work with, around a fake Jupyter and a fake server that has one connection, `lab`.
 *
 * @param browser What the browser keeps: the same again is a page that was loaded again.
 */
export function fakeServices(browser: BrowserStorage = storage(), host = new FakeHost()): FakeServices {
  const server = new FakeServer()
    .on('GET', 'conns', { connections: [connection()], notebook_dir: '/home/alice' })
    .on('GET', 'jobs', { jobs: [] });
  const api = new OpenbisApi(server.send);
  const settings = new SettingsModel();
  const connections = new ConnectionsModel(api.connections, () => '');
  const transfers = new TransfersModel(api.transfers);
  const claims = new Claims(browser, 'claims');
  const renames = new Renames(host);
  const store = (name: string) => new BrowserStore(browser, name, 1);
  const stores = (name: string) => ({ drafts: store(`${name}-drafts`), sendings: store(`${name}-sendings`) });
  const recorder = new DownloadRecorder(api.transfers, transfers, connections, host, renames, claims);
  const claim = (job: Job, { notebook }: Place) => recorder.claim(job, notebook);
  return {
    api,
    server,
    host,
    trans: nullTranslator.load('test'),
    connections,
    newConnection: store('new-connection'),
    transfers,
    uploads: new UploadsModel(connections, host, transfers, renames, stores('upload'), claim),
    publications: new PublicationsModel(connections, host, transfers, renames, stores('publication'), claim),
    recorder,
    downloadDraft: new DownloadDraft(renames, store('download')),
    navigation: new Navigation(store('navigation')),
    browsing: new BrowsingModel(api.browsing, () => settings.pageSize, transfers),
    selection: new SelectionModel(store('selection')),
    settings
  };
}

/** What a browser keeps, in memory. */
export function storage(): BrowserStorage {
  const kept = new Map<string, string>();
  return {
    getItem: name => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: name => void kept.delete(name)
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
