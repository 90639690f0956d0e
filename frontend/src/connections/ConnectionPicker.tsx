import React from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useModels } from '../common/models/model';
import { ConnectionsModel } from './connections';
import { ConnectionStatus, isConnected, StatusMark, useStatus } from './ConnectionStatus';

/** The current connection in forms: its status, a list of others, and a link to the login. */
export function ConnectionPicker(): JSX.Element {
  const { connections } = useServices();
  useModels(connections);
  const { all, current, problem } = connections;
  if (all === null) {
    return <WaitingForConnections />;
  }
  return (
    <>
      <div className="jp-openbis-picker">
        <ConnectionMenu />
        {current ? <Remedy connection={current} /> : <AddLink />}
      </div>
      <ErrorNote error={problem} />
    </>
  );
}

function AddLink(): JSX.Element {
  const { trans, navigation } = useServices();
  return (
    <button type="button" className="jp-openbis-link" onClick={() => navigation.showTab('connections')}>
      {trans.__('Add a connection')}
    </button>
  );
}

/** The current connection as a list of all; its state is a coloured sign, and in words in the name for screen readers. */
export function ConnectionMenu(): JSX.Element {
  const { trans, connections, navigation } = useServices();
  useModels(connections);
  const { all, current } = connections;
  const label = all ? trans.__('No connection') : trans.__('Connections');
  return current ? (
    <Choice all={all ?? []} current={current} />
  ) : (
    <span className="jp-openbis-connection-menu" data-status="idle">
      <StatusMark status="idle" />
      <button
        type="button"
        className="jp-openbis-name"
        title={label}
        onClick={() => navigation.showTab('connections')}
      >
        {label}
      </button>
    </span>
  );
}

function Choice({ all, current }: { all: Connection[]; current: Connection }): JSX.Element {
  const { trans, connections, navigation } = useServices();
  const { status, words, problem } = useStatus(current);
  const { name } = current;
  const title = [`${name}: ${words}`, problem].filter(Boolean).join('\n');
  return (
    <span className="jp-openbis-connection-menu" data-status={status} title={title}>
      <StatusMark status={status} />
      {all.length > 1 ? (
        <select
          className="jp-openbis-name"
          aria-label={trans.__('Connection (%1)', words)}
          value={name}
          onChange={event => connections.choose(event.target.value)}
        >
          {all.map(each => (
            <option key={each.name} value={each.name}>
              {each.name}
            </option>
          ))}
        </select>
      ) : (
        <button
          type="button"
          className="jp-openbis-name"
          aria-label={trans.__('Connection %1 (%2)', name, words)}
          onClick={() => navigation.showTab('connections')}
        >
          {name}
        </button>
      )}
    </span>
  );
}

/**
 * What is wrong with the current connection, in one line; nothing if all is well.
 *
 * @param hasLogin Whether the view itself offers the login.
 */
export function ConnectionNotice({ hasLogin = false }: { hasLogin?: boolean }): JSX.Element | null {
  const { connections } = useServices();
  useModels(connections);
  const { all, current, problem } = connections;
  if (all === null) {
    return problem && !hasLogin ? <WaitingForConnections /> : null;
  }
  const isShown =
    current && !problem && !isUsable(connections, current) && (isConnected(current) || !hasLogin);
  return (
    <>
      <ErrorNote error={problem} />
      {isShown && (
        <div className="jp-openbis-picker">
          <Remedy connection={current} />
        </div>
      )}
    </>
  );
}

function isUsable(connections: ConnectionsModel, connection: Connection): boolean {
  return isConnected(connection) && connections.problemOf(connection) === null;
}

/** The words for a connection that cannot be used, and the login where it helps. */
function Remedy({ connection }: { connection: Connection }): JSX.Element | null {
  const { trans, connections, navigation } = useServices();
  return isUsable(connections, connection) ? null : (
    <>
      <ConnectionStatus connection={connection} />
      {!isConnected(connection) && (
        <button type="button" className="jp-openbis-link" onClick={() => navigation.requestLogin()}>
          {trans.__('Log in')}
        </button>
      )}
    </>
  );
}

/** The list has not come yet. */
export function WaitingForConnections(): JSX.Element {
  const { trans, connections } = useServices();
  return connections.problem ? (
    <ErrorNote error={connections.problem}>
      <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => connections.refresh()}>
        {trans.__('Try again')}
      </button>
    </ErrorNote>
  ) : (
    <p role="status">{trans.__('Loading connections…')}</p>
  );
}
