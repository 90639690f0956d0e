import { TranslationBundle } from '@jupyterlab/translation';

import {
  Connection,
  CONNECTION_FIELDS,
  ConnectionChanges,
  ConnectionEntry,
  MOUNT_DEFAULTS,
  MountSettings
} from '../../api';
import { BrowserStore, isObject, restored } from '../../common/models/browserStore';

/** A field of the server's table that has one value, which is shown. */
export type InputField = Exclude<(typeof CONNECTION_FIELDS)[number], { type: 'secret' | 'mount' }>;

type InputValues = {
  -readonly [F in InputField as F['name']]: F['type'] extends 'flag'
    ? boolean
    : F['type'] extends 'fingerprints'
      ? string[]
      : string;
};

/** Values of the connection form. */
export interface FormValues extends InputValues {
  password: string;
  save: boolean;
  remember: boolean;
  mount: { host: string; port: string; path: string; mountpoint: string };
}

type FieldName = (typeof CONNECTION_FIELDS)[number]['name'];

export const INPUT_FIELDS = CONNECTION_FIELDS.filter((field): field is InputField => isInput(field.type));

/** Return the label of a field. `gettext`, not `__`: the catalogues take the texts from the server's table. */
export function fieldLabel(name: FieldName, trans: TranslationBundle): string {
  return trans.gettext(CONNECTION_FIELDS.find(field => field.name === name)?.label ?? name);
}

/** Return the maximum length of a text; undefined without a limit. */
export function maxLength(name: FieldName): number | undefined {
  return CONNECTION_FIELDS.find(field => field.name === name)?.maxLength ?? undefined;
}

/** Return the values beside which errors are shown, by the server's names of the fields. */
export function fieldValues(values: FormValues): Record<string, unknown> {
  const texts = INPUT_FIELDS.filter(field => field.type !== 'flag' && field.name !== 'username');
  return Object.fromEntries([
    ...texts.map(({ name }) => [name, values[name]]),
    ...Object.entries(values.mount).map(([key, value]) => [`mount.${key}`, value])
  ]);
}

/** Return the values of a connection, or of a new one; defaults are left empty. */
export function toFormValues(connection: Connection | null): FormValues {
  const mount = connection?.mount;
  const inputs = INPUT_FIELDS.map(field => [field.name, connection?.[field.name] ?? defaultOf(field)]);
  return {
    ...(Object.fromEntries(inputs) as InputValues),
    password: '',
    save: connection?.saved ?? true,
    remember: false,
    mount: {
      host: mount?.host ?? '',
      port: mount && mount.port !== MOUNT_DEFAULTS.port ? String(mount.port) : '',
      path: mount && mount.path !== MOUNT_DEFAULTS.path ? mount.path : '',
      mountpoint: mount?.mountpoint ?? ''
    }
  };
}

/** The server's fields of the form beside which errors are shown. */
export const FIELDS_WITH_ERRORS = Object.keys(fieldValues(toFormValues(null)));

/** Return the values that were entered before the page was reloaded. */
export function restoreFormValues(store: BrowserStore): FormValues {
  const empty = toFormValues(null);
  const kept = store.read();
  const mount = restored(isObject(kept) ? kept.mount : null, empty.mount);
  return { ...restored(kept, empty), password: '', mount };
}

/** Store the values for a reload of the page, without the password, also where it is part of the URL. */
export function storeFormValues(store: BrowserStore, values: FormValues): void {
  const url = /\/\/[^/]*@/.test(values.url) ? '' : values.url;
  const kept = { ...values, url, password: '' };
  store.write(JSON.stringify(kept) === JSON.stringify(toFormValues(null)) ? null : kept);
}

/** Return the request body; the password is not part of it, and never saved. */
export function toRequest(values: FormValues, before: MountSettings | null = null): ConnectionEntry {
  const { host, port, path, mountpoint } = values.mount;
  const settings = INPUT_FIELDS.map(({ name }) => [name, sentValue(values[name])]);
  return {
    ...(Object.fromEntries(settings) as Omit<ConnectionEntry, 'name' | 'url'>),
    name: connectionName(values),
    url: values.url.trim(),
    username: values.username.trim(),
    mount: {
      ...before, // settings that the form does not show
      host: host.trim() || null,
      port: /^\s*\d+\s*$/.test(port) ? Number(port) : ((port.trim() || null) as number | null),
      path: path.trim() || null,
      mountpoint: mountpoint.trim() || null
    },
    save: values.save
  };
}

/** Return the address with the settings that a check of it needs. */
export function toCheck(values: FormValues): Pick<ConnectionEntry, 'url'> {
  const entries = Object.entries(toRequest(values)).filter(([name]) => endsSession({ [name]: true }));
  return Object.fromEntries(entries) as Pick<ConnectionEntry, 'url'>;
}

/** Return the settings that differ from those of the connection. */
export function toChanges(values: FormValues, connection: Connection): ConnectionChanges {
  const old = toRequest(toFormValues(connection), connection.mount);
  const entry = toRequest(values, connection.mount);
  const keys = Object.keys(entry) as (keyof ConnectionEntry)[];
  const changed = keys.filter(key => JSON.stringify(entry[key]) !== JSON.stringify(old[key]));
  const changes = Object.fromEntries(changed.map(key => [key, entry[key]]));
  return connection.saved && changed.length ? { ...changes, save: true } : changes;
}

/** Whether these changes end the session: they may lead to another host, or less safely to the same one. */
export function endsSession(changes: object): boolean {
  return CONNECTION_FIELDS.some(field => field.endsSession && field.name in changes);
}

/** The name of a connection; by default, the host of its URL. */
export function connectionName({ name, url }: Pick<FormValues, 'name' | 'url'>): string {
  return name.trim() || hostOf(url);
}

/** Whether two addresses name the same host and port. */
export function isSameHost(one: string, other: string): boolean {
  const [first, second] = [one, other].map(url => /^(?:\w+:\/\/)?([^/?#\s]*)/.exec(url.trim())?.[1] ?? '');
  return first.toLowerCase() === second.toLowerCase();
}

export function hostOf(url: string): string {
  return /^(?:\w+:\/\/)?([^/:?#\s]*)/.exec(url.trim())?.[1] ?? '';
}

function isInput(type: string): boolean {
  return type !== 'secret' && type !== 'mount';
}

type InputValue = boolean | string | string[];

/** A flag without a default of its own has that of the server; a new connection has the safe value. */
function defaultOf({ type, default: value }: InputField): InputValue {
  return type === 'flag' ? (value ?? true) : type === 'fingerprints' ? [] : '';
}

function sentValue(value: InputValue): InputValue | null {
  return typeof value === 'string' ? value.trim() || null : value;
}
