import React from 'react';

import { Connection } from '../../api';
import { useServices } from '../services';

/** Whether a connection can be used now, as a mark and in words. */
export function ConnectionStatus({ connection }: { connection: Connection }): JSX.Element {
  const { trans } = useServices();
  const looks = {
    connected: { mark: '●', words: trans.__('connected') },
    problem: { mark: '▲', words: trans.__('not connected') },
    idle: { mark: '○', words: trans.__('not connected') }
  };
  const status = isConnected(connection) ? 'connected' : connection.problem ? 'problem' : 'idle';
  return (
    <span className="jp-openbis-status" data-status={status} title={connection.problem ?? undefined}>
      <span aria-hidden="true" className="jp-openbis-status-mark">
        {looks[status].mark}
      </span>{' '}
      <span>{looks[status].words}</span>
    </span>
  );
}

export function isConnected(connection: Connection): boolean {
  return connection.status === 'connected';
}
