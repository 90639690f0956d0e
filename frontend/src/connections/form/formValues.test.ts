import { connection, DEFAULT_FIELDS, USUAL_MOUNT } from '../../testing/render';
import {
  toChanges,
  endsSession,
  toRequest,
  connectionName,
  FIELDS_WITH_ERRORS,
  INPUT_FIELDS,
  toCheck,
  toFormValues
} from './formValues';

describe('the form of a connection', () => {
  it('sends no empty settings, and never the password', () => {
    const typed = { ...toFormValues(null), url: ' openbis.example.org ', name: ' lab ', password: 'secret' };
    expect(toRequest(typed)).toEqual({
      ...DEFAULT_FIELDS,
      name: 'lab',
      url: 'openbis.example.org',
      username: '',
      mount: { host: null, port: null, path: null, mountpoint: null },
      save: true
    });
  });

  it('sends an invalid port to the server, which reports it', () => {
    const typed = toFormValues(null);
    const port = (text: string) => toRequest({ ...typed, mount: { ...typed.mount, port: text } }).mount?.port;
    expect([port(' 22 '), port('ssh'), port('')]).toEqual([22, 'ssh', null]);
  });

  it('sends no changes if nothing was entered', () => {
    const known = connection({
      mount: { ...USUAL_MOUNT, host: 'sftp', port: 2223 }
    });
    expect(toChanges(toFormValues(known), known)).toEqual({});
  });

  it('sends changed values, and saves them if the connection is saved', () => {
    const known = connection({ mount: { ...USUAL_MOUNT, options: ['Compression=yes'] } });
    const typed = toFormValues(known);
    expect(toChanges({ ...typed, name: 'new' }, known)).toEqual({ name: 'new', save: true });
    expect(toChanges({ ...typed, name: 'new' }, { ...known, saved: false })).toMatchObject({ name: 'new' });
    const mounted = toChanges({ ...typed, mount: { ...typed.mount, path: '/DEFAULT' } }, known);
    expect(mounted.mount).toMatchObject({ path: '/DEFAULT', options: ['Compression=yes'] });
  });

  it('knows what ends the session', () => {
    expect(endsSession({ ca_bundle: null })).toBe(true);
    expect(endsSession({ name: 'new', mount: {} })).toBe(false);
  });

  it('sends the address with its settings to a check', () => {
    const entered = { ...toFormValues(null), url: ' lab ', username: 'alice', ca_bundle: '/ca.pem' };
    const sent = INPUT_FIELDS.filter(field => field.endsSession).map(({ name }) => [
      name,
      DEFAULT_FIELDS[name]
    ]);
    expect(toCheck(entered)).toEqual({
      ...Object.fromEntries(sent),
      url: 'lab',
      ca_bundle: '/ca.pem'
    });
  });

  it('shows errors at each text field, and at the settings of the mount', () => {
    expect(FIELDS_WITH_ERRORS).toEqual(
      expect.arrayContaining(['name', 'url', 'ca_bundle', 'mount.host', 'mount.port'])
    );
    expect(FIELDS_WITH_ERRORS).not.toContain('verify_certificates');
  });

  it.each([
    ['https://openbis.example.org:8443/webapp', 'openbis.example.org'],
    [' openbis.example.org/x ', 'openbis.example.org'],
    ['', '']
  ])('is called as the host of %j where it has no name', (url, name) => {
    expect(connectionName({ url, name: ' ' })).toBe(name);
  });
});
