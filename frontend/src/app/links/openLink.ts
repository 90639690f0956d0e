import { IRouter, JupyterFrontEnd } from '@jupyterlab/application';

import { ApiError, Connection, Reference } from '../../api';
import { errorMessage } from '../../common/messages/errors';
import { Commands } from '../ids';
import { Services } from '../services';

const QUERY = { permId: 'openbis-permid', kind: 'openbis-kind', connection: 'openbis-connection' } as const;
const PATTERN = new RegExp(`[?&]${QUERY.permId}=`);

/** Kinds in the order in which they are tried if a link names none. */
const KINDS = ['dataSet', 'sample', 'experiment'] as const;

const PERM_ID = /^[\w.:-]{1,100}$/;

/** What a link from openBIS leads to. */
export interface Link {
  permId: string;
  /** Null: unknown. */
  kind: Reference['kind'] | null;
  /** Name of the connection; null: the current one. */
  connection: string | null;
}

/** Return the link in the query of a page; null if there is none that is valid. */
export function linkIn(search: string): Link | null {
  const query = new URLSearchParams(search);
  const permId = query.get(QUERY.permId) ?? '';
  return PERM_ID.test(permId)
    ? {
        permId,
        kind: KINDS.find(kind => kind === query.get(QUERY.kind)) ?? null,
        connection: query.get(QUERY.connection)
      }
    : null;
}

/** Return a query without its link. */
export function withoutLink(search: string): string {
  const query = new URLSearchParams(search);
  Object.values(QUERY).forEach(name => query.delete(name));
  const rest = query.toString();
  return rest && `?${rest}`;
}

/** Open links from openBIS: the server's page `openbis/open` leads to JupyterLab with a query. */
export function addLinkRoute(app: JupyterFrontEnd, services: Services, router: IRouter): void {
  app.commands.addCommand(Commands.openLink, {
    label: services.trans.__('Open a Link from openBIS'),
    describedBy: {
      args: { type: 'object', properties: { path: { type: 'string' }, search: { type: 'string' } } }
    },
    execute: args => {
      const { path, search = '', hash } = args as unknown as IRouter.ILocation;
      const link = linkIn(search);
      // A reload of the page must not open it again.
      router.navigate(`${path}${withoutLink(search)}${hash}`, { skipRouting: true });
      return link && app.restored.then(() => new LinkOpener(services).open(link));
    }
  });
  router.register({ command: Commands.openLink, pattern: PATTERN });
}

/** Shows in the panel what a link leads to. Nothing is changed or downloaded. */
export class LinkOpener {
  constructor(private readonly services: Services) {}

  /** Show the item; after the login, if one is needed first. */
  async open(link: Link): Promise<void> {
    const { connections, host, trans, navigation } = this.services;
    await connections.refresh();
    host.showPanel();
    if (link.connection && !connections.all?.some(each => each.name === link.connection)) {
      host.notify(trans.__('There is no openBIS connection of the name %1 here.', link.connection), 'error');
      return;
    }
    if (link.connection) {
      connections.choose(link.connection);
    }
    const { current } = connections;
    if (current?.status !== 'connected') {
      navigation.showTab('connections');
      host.notify(trans.__('Log in to openBIS; then the link is opened.'), 'info');
    }
    await this.show(link, await this.connected(link.connection));
  }

  /** Wait until the connection is logged in; without a name, any that is the current one. */
  private connected(name: string | null): Promise<Connection> {
    const { connections } = this.services;
    return new Promise(resolve => {
      const check = () => {
        const { current } = connections;
        if (current?.status === 'connected' && (name === null || current.name === name)) {
          connections.changed.disconnect(check);
          resolve(current);
        }
      };
      connections.changed.connect(check);
      check();
    });
  }

  private async show(link: Link, connection: Connection): Promise<void> {
    const { browsing, host, navigation, trans } = this.services;
    try {
      const reference = await this.find(link, connection.name);
      if (reference) {
        browsing.showDetailsIn(connection, reference);
        navigation.showTab('browse');
      } else {
        host.notify(
          trans.__('Nothing in openBIS has the permId %1 (or no permission).', link.permId),
          'error'
        );
      }
    } catch (problem) {
      host.notify(errorMessage(ApiError.from(problem), trans), 'error');
    }
  }

  /** Return what has the permId; null if nothing has. Throws `ApiError`. */
  private async find({ permId, kind }: Link, connection: string): Promise<Reference | null> {
    for (const each of kind ? [kind] : KINDS) {
      try {
        await this.services.api.browsing.details(connection, { kind: each, permId });
        return { kind: each, permId };
      } catch (problem) {
        if (ApiError.from(problem).status !== 404) {
          throw problem;
        }
      }
    }
    return null;
  }
}
