import React from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { errorMessage } from '../common/messages/errors';
import { useModels } from '../common/models/model';

/** Status of a connection, as icon and text. */
export function ConnectionStatus({ connection }: { connection: Connection }): JSX.Element {
  const { trans, connections } = useServices();
  useModels(connections);
  const unreached = connections.problemOf(connection);
  const looks = {
    connected: { mark: '●', words: trans.__('connected') },
    unreachable: { mark: '▲', words: trans.__('not reachable') },
    problem: { mark: '▲', words: trans.__('not connected') },
    idle: { mark: '○', words: trans.__('not connected') }
  };
  const problem = unreached ?? connection.problem;
  const status = statusOf(connection, unreached !== null);
  return (
    <span
      className="jp-openbis-status"
      data-status={status}
      title={problem === null ? undefined : errorMessage({ reason: problem }, trans)}
    >
      <span aria-hidden="true" className="jp-openbis-status-mark">
        {looks[status].mark}
      </span>{' '}
      <span>{looks[status].words}</span>
    </span>
  );
}

function statusOf(
  connection: Connection,
  isUnreached: boolean
): 'connected' | 'unreachable' | 'problem' | 'idle' {
  if (isConnected(connection)) {
    return isUnreached ? 'unreachable' : 'connected';
  }
  return connection.problem ? 'problem' : 'idle';
}

/** Whether it is logged in, also while openBIS does not answer. */
export function isConnected(connection: Connection): boolean {
  return connection.status === 'connected';
}
