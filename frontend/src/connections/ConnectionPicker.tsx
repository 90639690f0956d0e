import React from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useModels } from '../common/models/model';
import { ConnectionStatus, isConnected } from './ConnectionStatus';

/** The current connection with its status, a list of others, and a link to the login. */
export function ConnectionPicker(): JSX.Element {
  const { trans, connections, navigation } = useServices();
  useModels(connections);
  const { all, current, problem } = connections;
  if (all === null) {
    return <WaitingForConnections />;
  }
  if (current === null) {
    return (
      <div className="jp-openbis-picker">
        {trans.__('There is no connection to openBIS yet.')}
        <button type="button" className="jp-openbis-link" onClick={() => navigation.showTab('connections')}>
          {trans.__('Add a connection')}
        </button>
      </div>
    );
  }
  return (
    <>
      <div className="jp-openbis-picker">
        {all.length > 1 ? (
          <Choice all={all} current={current} />
        ) : (
          <strong className="jp-openbis-ellipsis">{current.name}</strong>
        )}
        <ConnectionStatus connection={current} />
        {!isConnected(current) && (
          <button type="button" className="jp-openbis-link" onClick={() => navigation.requestLogin()}>
            {trans.__('Log in')}
          </button>
        )}
      </div>
      <ErrorNote error={problem} />
    </>
  );
}

function Choice({ all, current }: { all: Connection[]; current: Connection }): JSX.Element {
  const { trans, connections } = useServices();
  return (
    <select
      className="jp-mod-styled"
      aria-label={trans.__('Connection')}
      value={current.name}
      onChange={event => connections.choose(event.target.value)}
    >
      {all.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
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
