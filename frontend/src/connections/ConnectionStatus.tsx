import React from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { errorMessage } from '../common/messages/errors';
import { useModels } from '../common/models/model';

type Status = 'connected' | 'unreachable' | 'problem' | 'idle';

const MARKS: Record<Status, string> = { connected: '●', unreachable: '▲', problem: '▲', idle: '○' };

/** Status of a connection for users. */
export interface StatusOf {
  status: Status;
  words: string;
  /** Why it cannot be used; null without a known problem. */
  problem: string | null;
}

/** Return the status of a connection, also after it changes. */
export function useStatus(connection: Connection): StatusOf {
  const { trans, connections } = useServices();
  useModels(connections);
  const unreached = connections.problemOf(connection);
  const status = statusOf(connection, unreached !== null);
  const words: Record<Status, string> = {
    connected: trans.__('connected'),
    unreachable: trans.__('not reachable'),
    problem: trans.__('not connected'),
    idle: trans.__('not connected')
  };
  const problem = unreached ?? connection.problem;
  return {
    status,
    words: words[status],
    problem: problem === null ? null : errorMessage({ reason: problem }, trans)
  };
}

/** Status of a connection, as icon and text. */
export function ConnectionStatus({ connection }: { connection: Connection }): JSX.Element {
  const { status, words, problem } = useStatus(connection);
  return (
    <span className="jp-openbis-status" data-status={status} title={problem ?? undefined}>
      <StatusMark status={status} /> <span>{words}</span>
    </span>
  );
}

/** A coloured sign, which differs in its shape as well. */
export function StatusMark({ status }: { status: Status }): JSX.Element {
  return (
    <span aria-hidden="true" className="jp-openbis-status-mark">
      {MARKS[status]}
    </span>
  );
}

function statusOf(connection: Connection, isUnreached: boolean): Status {
  if (isConnected(connection)) {
    return isUnreached ? 'unreachable' : 'connected';
  }
  return connection.problem ? 'problem' : 'idle';
}

/** Whether it is logged in, also while openBIS does not answer. */
export function isConnected(connection: Connection): boolean {
  return connection.status === 'connected';
}
