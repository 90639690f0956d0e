import { FakeNotebook } from '../testing/fakeHost';
import { connection, FakeServices, fakeServices } from '../testing/render';
import { OpenbisForExtensions } from './openbisForExtensions';

const SAMPLE = { kind: 'sample', permId: '20230314-1' } as const;

function openbisWith(...connections: ReturnType<typeof connection>[]): [OpenbisForExtensions, FakeServices] {
  const services = fakeServices();
  services.server.on('GET', 'conns', { connections, notebook_dir: '/' });
  return [new OpenbisForExtensions(services), services];
}

describe('IOpenbis', () => {
  it('has the connection of the panel without credentials, and notifies of its changes', async () => {
    const [openbis, services] = openbisWith(connection());
    const emitted = jest.fn();
    openbis.connectionChanged.connect(emitted);
    expect(openbis.connection).toBeNull();
    await services.connections.refresh();
    const { name, url, username } = connection();
    expect(openbis.connection).toEqual({ name, url, username, isLoggedIn: true });
    expect(emitted).toHaveBeenCalled();
  });

  it('opens the details of an entity in the named connection', async () => {
    const other = connection({ name: 'other' });
    const [openbis, services] = openbisWith(connection(), other);
    await openbis.open({ ...SAMPLE, connection: 'other' });
    expect(services.browsing.shown).toEqual(SAMPLE);
    expect(services.browsing.current?.connection).toBe('other');
    expect(services.connections.current?.name).toBe('other');
    expect(services.navigation.tab).toBe('browse');
  });

  it('refuses unknown connections, and asks for a login', async () => {
    const [openbis, services] = openbisWith(connection({ status: 'not connected' }));
    await expect(openbis.open({ ...SAMPLE, connection: 'none' })).rejects.toThrow('none');
    await expect(openbis.open(SAMPLE)).rejects.toThrow(/Log in/);
    expect(services.navigation.tab).toBe('connections');
    expect(services.browsing.shown).toBeNull();
  });

  it('reports that there is no connection', async () => {
    const [openbis] = openbisWith();
    await expect(openbis.open(SAMPLE)).rejects.toThrow('There is no connection.');
  });

  it('inserts code into the current notebook', () => {
    const [openbis, services] = openbisWith(connection());
    expect(openbis.insertCode('1 + 1')).toBeNull();
    const notebook = new FakeNotebook('analysis.ipynb');
    services.host.notebook = notebook;
    expect(openbis.insertCode('1 + 1')).toBe('analysis.ipynb');
    expect(notebook.inserted).toEqual(['1 + 1']);
  });
});
