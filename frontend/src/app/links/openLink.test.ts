import { IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import { CommandRegistry } from '@lumino/commands';
import { waitFor } from '@testing-library/react';

import { ApiError } from '../../api';
import { connection, FakeServices, fakeServices } from '../../testing/render';
import { Commands } from '../ids';
import { addLinkRoute, linkIn, LinkOpener, withoutLink } from './openLink';

const LINK = { permId: '20250101-7', kind: null, connection: null };

function serve(services: FakeServices, kind: string): void {
  for (const each of ['dataSet', 'sample', 'experiment']) {
    const route = `details/lab/${each}/${LINK.permId}`;
    if (each === kind) {
      services.server.on('GET', route, { kind, permId: LINK.permId, properties: [] });
    } else {
      services.server.on('GET', route, new ApiError(404, 'There is none.', 'entity-not-found'));
    }
  }
}

// jsdom cannot load JupyterLab.
jest.mock('@jupyterlab/application', () => ({}));

describe('The query of a page', () => {
  it('has the link', () => {
    expect(linkIn('?openbis-permid=20250101-7&openbis-kind=sample&openbis-connection=my%20lab')).toEqual({
      permId: '20250101-7',
      kind: 'sample',
      connection: 'my lab'
    });
    expect(linkIn('?openbis-permid=20250101-7&openbis-kind=nonsense')).toEqual(LINK);
  });

  it.each(['', '?reset', '?openbis-permid=', '?openbis-permid=%3Cscript%3E', '?openbis-permid=..%2F..'])(
    'has no link: %s',
    search => expect(linkIn(search)).toBeNull()
  );

  it('keeps all else when the link is removed', () => {
    expect(withoutLink('?a=1&openbis-permid=1-1&openbis-kind=sample')).toBe('?a=1');
    expect(withoutLink('?openbis-permid=1-1&openbis-connection=x')).toBe('');
  });
});

describe('A link from openBIS', () => {
  it.each(['dataSet', 'sample', 'experiment'])('shows a %s in the panel', async kind => {
    const services = fakeServices();
    serve(services, kind);
    await new LinkOpener(services).open(LINK);
    expect(services.browsing.shown).toEqual({ kind, permId: LINK.permId });
    expect(services.navigation.tab).toBe('browse');
    expect(services.server.asked.filter(each => each.method !== 'GET')).toEqual([]);
  });

  it('reports that nothing has its permId', async () => {
    const services = fakeServices();
    serve(services, 'nothing');
    await new LinkOpener(services).open(LINK);
    expect(services.browsing.shown).toBeNull();
    expect(services.host.notified).toEqual([expect.stringContaining(LINK.permId)]);
  });

  it('reports an unknown connection', async () => {
    const services = fakeServices();
    await new LinkOpener(services).open({ ...LINK, connection: 'other' });
    expect(services.host.notified).toEqual([expect.stringContaining('other')]);
  });

  it('waits for the login', async () => {
    const services = fakeServices();
    serve(services, 'sample');
    services.server.on('GET', 'conns', {
      connections: [connection({ status: 'not connected' })],
      notebook_dir: '/'
    });
    const opened = new LinkOpener(services).open(LINK);
    await waitFor(() => expect(services.navigation.tab).toBe('connections'));
    expect(services.browsing.shown).toBeNull();
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/' });
    await services.connections.refresh();
    await opened;
    expect(services.browsing.shown).toEqual({ kind: 'sample', permId: LINK.permId });
  });
});

it('A page with a link opens it once: a reload does not', async () => {
  const services = fakeServices();
  serve(services, 'dataSet');
  const commands = new CommandRegistry();
  const routes: IRouter.IRegisterOptions[] = [];
  const visited: string[] = [];
  const router = {
    register: (route: IRouter.IRegisterOptions) => routes.push(route),
    navigate: (url: string) => visited.push(url)
  };
  addLinkRoute(
    { commands, restored: Promise.resolve() } as unknown as JupyterFrontEnd,
    services,
    router as unknown as IRouter
  );
  const search = '?openbis-permid=20250101-7';
  expect(routes[0].pattern.test(`/lab${search}`)).toBe(true);
  expect(routes[0].pattern.test('/lab/tree/a.ipynb')).toBe(false);
  await commands.execute(Commands.openLink, { path: '/lab', search, hash: '', request: `/lab${search}` });
  expect(visited).toEqual(['/lab']);
  expect(services.browsing.shown).toEqual({ kind: 'dataSet', permId: LINK.permId });
});
