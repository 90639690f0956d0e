import { TranslationBundle } from '@jupyterlab/translation';
import { ISignal, Signal } from '@lumino/signaling';

import { Connection } from '../api';
import { BrowsingModel } from '../browse/browsing';
import { ConnectionsModel } from '../connections/connections';
import { Host } from '../host/host';
import { IOpenbis, IOpenbisConnection, IOpenbisEntity } from './tokens';

/** The services that other extensions use through `IOpenbis`. */
interface UsedServices {
  host: Host;
  trans: TranslationBundle;
  connections: ConnectionsModel;
  browsing: BrowsingModel;
  navigation: { showTab(tab: 'browse' | 'connections'): void };
}

/** `IOpenbis` on the services of the panel. */
export class OpenbisForExtensions implements IOpenbis {
  private readonly changedSignal = new Signal<IOpenbis, void>(this);

  constructor(private readonly services: UsedServices) {
    services.connections.changed.connect(() => this.changedSignal.emit());
  }

  get connection(): IOpenbisConnection | null {
    const { current } = this.services.connections;
    return (
      current && {
        name: current.name,
        url: current.url,
        username: current.username || null,
        isLoggedIn: isLoggedIn(current)
      }
    );
  }

  get connectionChanged(): ISignal<IOpenbis, void> {
    return this.changedSignal;
  }

  async open({ kind, permId, connection }: IOpenbisEntity): Promise<void> {
    const { browsing, connections, host, navigation, trans } = this.services;
    if (connections.all === null) {
      await connections.refresh();
    }
    const named = connection ? connections.all?.find(each => each.name === connection) : connections.current;
    if (!named) {
      throw new Error(
        connection ? trans.__('No connection is called %1.', connection) : trans.__('There is no connection.')
      );
    }
    connections.choose(named.name);
    host.showPanel();
    if (!isLoggedIn(named)) {
      navigation.showTab('connections');
      throw new Error(trans.__('Log in to %1 first.', named.name));
    }
    browsing.showDetailsIn(named, { kind, permId });
    navigation.showTab('browse');
  }

  insertCode(code: string): string | null {
    const { notebook } = this.services.host;
    notebook?.insertCode(code);
    return notebook?.path ?? null;
  }
}

function isLoggedIn({ status }: Connection): boolean {
  return status === 'connected';
}
