import { segment, Send } from './requests';

/** A connection, as far as the server knows it. */
export interface Connection {
  name: string;
  url: string;
  status: 'connected' | 'not connected';
  username: string;
  /** Why it is not connected, if known. */
  problem: string | null;
  isMounted: boolean;
  mountpoint: string;
  /** Fingerprint of the data store's SSH key, if it was seen for the first time just now. */
  hostKey: string | null;
  verify_certificates: boolean;
  ca_bundle: string | null;
  http_only: boolean;
  /** Whether it is in the user's own connection file, and so will be there after a restart. */
  saved: boolean;
  mount: MountSettings | null;
}

export interface MountSettings {
  host?: string | null;
  port?: number | null;
  path?: string | null;
  mountpoint?: string | null;
  read_only?: boolean | null;
  options?: string[] | null;
}

/** What users say about a connection. What is left out of a change stays as it is. */
export interface ConnectionEntry {
  name: string;
  url: string;
  username?: string;
  verify_certificates?: boolean;
  ca_bundle?: string | null;
  http_only?: boolean;
  mount?: MountSettings;
  save?: boolean;
}

/** What a look at an openBIS instance has found. */
export interface InstanceCheck {
  url: string;
  reachable: boolean;
  version: string | null;
  apiVersion: string | null;
  encrypted: boolean;
  certificateChecked: boolean;
  problem: string | null;
  code: string | null;
}

export interface Connections {
  connections: Connection[];
  /** Jupyter's root folder, an absolute path of the host. */
  notebook_dir: string;
  /** Whether kernels of this server use the panel's login. */
  kernel_login?: boolean;
}

interface OneConnection {
  connection: Connection;
}

/** Connections: list, register, edit, remove, log in and out, mount and unmount. */
export class ConnectionsApi {
  constructor(private readonly send: Send) {}

  list(): Promise<Connections> {
    return this.send('GET', 'conns');
  }

  add(entry: ConnectionEntry): Promise<Connections> {
    return this.send('POST', 'conns', entry);
  }

  check(entry: Omit<ConnectionEntry, 'name'>, signal?: AbortSignal): Promise<InstanceCheck> {
    return this.send('POST', 'check', entry, signal);
  }

  change(name: string, changes: Partial<ConnectionEntry>): Promise<Connection> {
    return this.one('PATCH', name, changes);
  }

  /** Remove a connection; `forget`: also from the user's connection file. */
  async remove(name: string, forget: boolean): Promise<void> {
    await this.send('DELETE', `conn/${segment(name)}${forget ? '?forget=true' : ''}`);
  }

  /** Log in; a personal access token may take the password's place. Without either, the remembered ones are tried. */
  logIn(name: string, username?: string, password?: string): Promise<Connection> {
    return this.one('PUT', name, { action: 'login', username, password });
  }

  logOut(name: string): Promise<Connection> {
    return this.one('PUT', name, { action: 'logout' });
  }

  mount(name: string, username?: string, password?: string): Promise<Connection> {
    return this.one('PUT', name, { action: 'mount', username, password });
  }

  /** Unmount; `force`: also where programs use it. */
  unmount(name: string, force = false): Promise<Connection> {
    return this.one('PUT', name, { action: 'unmount', force });
  }

  private async one(method: 'PUT' | 'PATCH', name: string, body: unknown): Promise<Connection> {
    return (await this.send<OneConnection>(method, `conn/${segment(name)}`, body)).connection;
  }
}
