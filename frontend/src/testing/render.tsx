import { nullTranslator } from '@jupyterlab/translation';
import { render, RenderResult } from '@testing-library/react';
import React from 'react';

import { Connection } from '../api';
import { createServices } from '../app/createServices';
import { Services, ServicesProvider } from '../app/services';
import { PlacesStore } from '../browse/places/places';
import { BrowserStorage } from '../common/models/browserStore';
import { INPUT_FIELDS, InputField } from '../connections/form/formValues';
import { FakeHost } from './fakeHost';
import { FakeServer } from './fakeServer';
import { NOT_SYNCHRONISED } from './synchronised';

export interface FakeServices extends Services {
  host: FakeHost;
  server: FakeServer;
}

/**
 * Services with a fake Jupyter and a fake server that has one connection, `lab`.
 *
 * @param browser Storage of the browser; pass the same one again to simulate a reload.
 */
export function fakeServices(
  browser: BrowserStorage = storage(),
  host = new FakeHost(),
  placesStore = memoryPlaces()
): FakeServices {
  const server = new FakeServer()
    .on('GET', 'conns', { connections: [connection()], notebook_dir: '/home/alice' })
    .on('GET', 'jobs', { jobs: [] })
    .on('GET', 'sync', { folders: [] })
    .on('GET', /^sync\/state\?/, NOT_SYNCHRONISED);
  const services = createServices({
    send: server.send,
    host,
    trans: nullTranslator.load('test'),
    tabStorage: browser,
    sharedStorage: browser,
    placesStore,
    storageKey: name => name
  });
  return { ...services, server };
}

/** A store of places in memory; pass the same one again to simulate another browser. */
export function memoryPlaces(kept: unknown = null): PlacesStore & { kept: unknown } {
  return {
    kept,
    async read() {
      return this.kept;
    },
    async write(value) {
      this.kept = JSON.parse(JSON.stringify(value));
    }
  };
}

/** Storage of a browser, in memory. */
export function storage(): BrowserStorage {
  const kept = new Map<string, string>();
  return {
    getItem: name => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: name => void kept.delete(name)
  };
}

/** Mount settings of a connection that has none of its own. */
export const USUAL_MOUNT: Connection['mount'] = {
  host: '',
  port: 2222,
  path: '/',
  mountpoint: '',
  read_only: true,
  options: []
};

/** The fields of the server's table, as the server returns them if none was given. */
export const DEFAULT_FIELDS = Object.fromEntries(
  INPUT_FIELDS.map(({ name, type, default: value }) => [
    name,
    type === 'flag' ? (value ?? true) : type === 'fingerprints' ? [] : null
  ])
) as Partial<Connection> as Pick<Connection, InputField['name']>;

/** A connection whose login is not stored. */
const NOT_REMEMBERED = {
  canLogIn: false,
  isTokenLogin: false,
  remembered: null,
  canBeRemembered: true,
  rememberProblem: null,
  unrevoked: null
};

/** A connection as the server returns it. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    ...DEFAULT_FIELDS,
    name: 'lab',
    url: 'https://openbis.example.org',
    status: 'connected',
    username: 'alice',
    password: '******',
    problem: null,
    isMounted: false,
    mountpoint: '',
    hostKey: null,
    saved: true,
    mount: USUAL_MOUNT,
    ...NOT_REMEMBERED,
    ...changes
  };
}

/** Draw a component as the panel does. */
export function renderWith(services: Services, element: React.ReactElement): RenderResult {
  return render(<ServicesProvider services={services}>{element}</ServicesProvider>);
}
