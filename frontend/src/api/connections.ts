import { segment, Send } from './sending/requests';
import { components } from './schema';

type Schemas = components['schemas'];

/** A connection and its state. */
export type Connection = Schemas['ConnectionResponse'];
export type Connections = Schemas['ConnectionsResponse'];
export type RememberedLogin = Schemas['RememberedLoginResponse'];
export type MountSettings = Schemas['MountSettingsRequest'];

/** The definition of a connection, and changes of it; missing keys are unchanged. */
export type ConnectionEntry = Schemas['RegisterConnectionRequest'];
export type ConnectionChanges = Schemas['EditConnectionRequest'];

/** The result of a check of an openBIS address. */
export type InstanceCheck = Schemas['InstanceCheckResponse'];

/** A certificate that is not trusted, as a server presents it. */
export type PresentedCertificate = Schemas['CertificateResponse'];

/** Return the certificate in the answer to a request; null if it has none. */
export function presentedCertificate(answer: object): PresentedCertificate | null {
  return (answer as Partial<InstanceCheck>).certificate ?? null;
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

  check(entry: Schemas['InstanceCheckRequest'], signal?: AbortSignal): Promise<InstanceCheck> {
    return this.send('POST', 'check', entry, signal);
  }

  change(name: string, changes: ConnectionChanges): Promise<Connection> {
    return this.one('PATCH', name, changes);
  }

  /** Remove a connection; `forget`: also from the user's connection file. */
  async remove(name: string, forget: boolean): Promise<void> {
    await this.send('DELETE', `conn/${segment(name)}${forget ? '?forget=true' : ''}`);
  }

  /** Log in; a personal access token may replace the password. Without either, the stored ones are tried. */
  logIn(name: string, username?: string, password?: string, remember = false): Promise<Connection> {
    return this.one('PUT', name, { action: 'login', username, password, ...(remember && { remember }) });
  }

  /** Log out; `forget`: also delete the remembered login. */
  logOut(name: string, forget = false): Promise<Connection> {
    return this.one('PUT', name, { action: 'logout', ...(forget && { forget }) });
  }

  /** Delete the remembered login; a password lets openBIS delete its token, too. */
  forget(name: string, password?: string): Promise<Connection> {
    return this.one('PUT', name, { action: 'forget', password });
  }

  mount(name: string, username?: string, password?: string): Promise<Connection> {
    return this.one('PUT', name, { action: 'mount', username, password });
  }

  /** Unmount; `force`: also where programs use it. */
  unmount(name: string, force = false): Promise<Connection> {
    return this.one('PUT', name, { action: 'unmount', force });
  }

  private async one(method: 'PUT' | 'PATCH', name: string, body: unknown): Promise<Connection> {
    return (await this.send<Schemas['OneConnectionResponse']>(method, `conn/${segment(name)}`, body))
      .connection;
  }
}
