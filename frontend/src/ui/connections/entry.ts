import { Connection, ConnectionEntry, MountSettings } from '../../api';
import { BrowserStore, isObject, restored } from '../../state/browserStore';

/** What stands in the form of a connection. */
export interface Typed {
  url: string;
  name: string;
  username: string;
  password: string;
  save: boolean;
  verify_certificates: boolean;
  ca_bundle: string;
  http_only: boolean;
  mount: { host: string; port: string; path: string; mountpoint: string };
}

/** What the server calls the fields of the form beside which problems are shown. */
export const WITH_PLACE = [
  'url',
  'name',
  'ca_bundle',
  'mount.host',
  'mount.port',
  'mount.path',
  'mount.mountpoint'
];

const USUAL_PORT = 2222;
const USUAL_PATH = '/';

/** The form of a connection, or of a new one; what is as usual is left empty. */
export function typedOf(connection: Connection | null): Typed {
  const mount = connection?.mount;
  return {
    url: connection?.url ?? '',
    name: connection?.name ?? '',
    username: connection?.username ?? '',
    password: '',
    save: connection?.saved ?? true,
    verify_certificates: connection?.verify_certificates ?? true,
    ca_bundle: connection?.ca_bundle ?? '',
    http_only: connection?.http_only ?? false,
    mount: {
      host: mount?.host ?? '',
      port: mount?.port && mount.port !== USUAL_PORT ? String(mount.port) : '',
      path: mount?.path && mount.path !== USUAL_PATH ? mount.path : '',
      mountpoint: mount?.mountpoint ?? ''
    }
  };
}

/** What was typed into the form of a new connection before the page was loaded again. */
export function typedBefore(store: BrowserStore): Typed {
  const empty = typedOf(null);
  const kept = store.read();
  const mount = restored(isObject(kept) ? kept.mount : null, empty.mount);
  return { ...restored(kept, empty), password: '', mount };
}

/** Keep what is typed for a reload of the page; never the password, also where it is part of the URL. */
export function keepTyped(store: BrowserStore, typed: Typed): void {
  const url = /\/\/[^/]*@/.test(typed.url) ? '' : typed.url;
  const kept = { ...typed, url, password: '' };
  store.write(JSON.stringify(kept) === JSON.stringify(typedOf(null)) ? null : kept);
}

/** The connection that the form describes; its password is not part of it, and never saved. */
export function entryOf(typed: Typed, before: MountSettings | null = null): ConnectionEntry {
  const { host, port, path, mountpoint } = typed.mount;
  return {
    name: nameOf(typed),
    url: typed.url.trim(),
    username: typed.username.trim(),
    verify_certificates: typed.verify_certificates,
    ca_bundle: typed.ca_bundle.trim() || null,
    http_only: typed.http_only,
    mount: {
      ...before, // settings that the form does not show
      host: host.trim() || null,
      port: /^\s*\d+\s*$/.test(port) ? Number(port) : ((port.trim() || null) as number | null),
      path: path.trim() || null,
      mountpoint: mountpoint.trim() || null
    },
    save: typed.save
  };
}

/** What the form says anew about a connection. */
export function changesOf(typed: Typed, connection: Connection): Partial<ConnectionEntry> {
  const old = entryOf(typedOf(connection), connection.mount);
  const entry = entryOf(typed, connection.mount);
  const keys = Object.keys(entry) as (keyof ConnectionEntry)[];
  const changed = keys.filter(key => JSON.stringify(entry[key]) !== JSON.stringify(old[key]));
  const changes = Object.fromEntries(changed.map(key => [key, entry[key]]));
  return connection.saved && changed.length ? { ...changes, save: true } : changes;
}

/** Whether the session has to end for these changes: they may lead to another host, or less safely to this one. */
export function endsSession(changes: object): boolean {
  return ['url', 'verify_certificates', 'ca_bundle', 'http_only'].some(key => key in changes);
}

/** What a connection is called that got no name: the host of its URL. */
export function nameOf({ name, url }: Pick<Typed, 'name' | 'url'>): string {
  return name.trim() || hostOf(url);
}

export function hostOf(url: string): string {
  return /^(?:\w+:\/\/)?([^/:?#\s]*)/.exec(url.trim())?.[1] ?? '';
}
