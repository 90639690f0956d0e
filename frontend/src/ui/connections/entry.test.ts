import { connection } from '../../testing/render';
import { changesOf, endsSession, entryOf, nameOf, typedOf } from './entry';

describe('the form of a connection', () => {
  it('is an entry without empty settings, and never with the password', () => {
    const typed = { ...typedOf(null), url: ' openbis.example.org ', name: ' lab ', password: 'secret' };
    expect(entryOf(typed)).toEqual({
      name: 'lab',
      url: 'openbis.example.org',
      username: '',
      verify_certificates: true,
      ca_bundle: null,
      http_only: false,
      mount: { host: null, port: null, path: null, mountpoint: null },
      save: true
    });
  });

  it('leaves a port that is no number to the server, which says what is wrong with it', () => {
    const typed = typedOf(null);
    const port = (text: string) => entryOf({ ...typed, mount: { ...typed.mount, port: text } }).mount?.port;
    expect([port(' 22 '), port('ssh'), port('')]).toEqual([22, 'ssh', null]);
  });

  it('changes nothing when nothing is typed', () => {
    const known = connection({
      mount: { host: 'sftp', port: 2223, path: '/', read_only: true, options: [] }
    });
    expect(changesOf(typedOf(known), known)).toEqual({});
  });

  it('changes what is typed, and keeps it in the file where the connection is', () => {
    const known = connection({ mount: { port: 2222, options: ['Compression=yes'] } });
    const typed = typedOf(known);
    expect(changesOf({ ...typed, name: 'new' }, known)).toEqual({ name: 'new', save: true });
    expect(changesOf({ ...typed, name: 'new' }, { ...known, saved: false })).toMatchObject({ name: 'new' });
    const mounted = changesOf({ ...typed, mount: { ...typed.mount, path: '/DEFAULT' } }, known);
    expect(mounted.mount).toMatchObject({ path: '/DEFAULT', options: ['Compression=yes'] });
  });

  it('knows what ends the session', () => {
    expect(endsSession({ ca_bundle: null })).toBe(true);
    expect(endsSession({ name: 'new', mount: {} })).toBe(false);
  });

  it.each([
    ['https://openbis.example.org:8443/webapp', 'openbis.example.org'],
    [' openbis.example.org/x ', 'openbis.example.org'],
    ['', '']
  ])('is called as the host of %j where it has no name', (url, name) => {
    expect(nameOf({ url, name: ' ' })).toBe(name);
  });
});
