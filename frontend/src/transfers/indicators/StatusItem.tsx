import React from 'react';

import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { isConnected } from '../../connections/ConnectionStatus';
import { percentLabel, progressLabel, jobLabel, shareOf } from '../labels';

/** `openBIS: alice · 1 transfer 41%` in the status bar; a click shows the transfers. */
export function StatusItem({ onClick }: { onClick: () => void }): JSX.Element | null {
  const { trans, connections, transfers } = useServices();
  useModels(connections, transfers);
  const connection = connections.current;
  if (!connection || !isConnected(connection)) {
    return null;
  }
  const { running, failed } = transfers;
  const share = totalShare(running.map(shareOf));
  const words = [
    trans.__('openBIS: %1', connection.username || connection.name),
    ...(running.length ? [trans._n('%1 transfer', '%1 transfers', running.length)] : []),
    ...(failed.length ? [trans._n('%1 failed', '%1 failed', failed.length)] : [])
  ].join(' · ');
  const text = share === null || failed.length ? words : `${words} ${percentLabel(share, trans)}`;
  const details = running.map(job => `${jobLabel(job, trans)}: ${progressLabel(job, trans)}`);
  return (
    <button
      type="button"
      className="jp-openbis-status-item"
      title={[trans.__('Show transfers'), ...details].join('\n')}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

/** The mean of the known shares; null if none is known. */
function totalShare(shares: (number | null)[]): number | null {
  const known = shares.filter(each => each !== null);
  return known.length ? known.reduce((sum, each) => sum + each, 0) / shares.length : null;
}
