import React from 'react';

import { Job } from '../../api';
import { useServices } from '../../app/services';
import { useAction } from '../../common/hooks/useAction';
import { useHost } from '../../common/hooks/useHost';
import { ErrorNote } from '../../common/ErrorNote';
import { InsertCode } from '../../notebook/code/InsertCode';
import { amountLabel, filesLabel, placeLabel, skippedMessage, stateLabel } from '../labels';
import { NamedList } from '../NamedList';
import { isActive } from '../resume';
import { Failure } from './Failure';
import { RemovedFiles } from './RemovedFiles';
import { SyncOutcome } from '../sync/SyncOutcome';

/** Folder, files, errors and remarks of a transfer. */
export function TransferDetails({ job }: { job: Job }): JSX.Element {
  const { trans, connections } = useServices();
  const place = placeLabel(job, connections.root, trans);
  return (
    <>
      {place && (
        <div className="jp-openbis-transfer-place" title={job.folder ?? place}>
          {place}
        </div>
      )}
      <div>{isActive(job) ? filesLabel(job.progress, trans) : ending(job, trans)}</div>
      {job.state === 'running' && job.progress.file !== null && (
        <div className="jp-openbis-transfer-place" title={job.progress.file}>
          {job.progress.file}
        </div>
      )}
      {job.attempts > 1 && <div>{trans.__('Attempt %1', job.attempts)}</div>}
      {(job.state === 'failed' || job.state === 'waitingToRetry') && <Failure job={job} />}
      <Skipped job={job} />
      <RemovedFiles job={job} />
      {job.kind === 'sync' && !isActive(job) && <SyncOutcome job={job} />}
      <Buttons job={job} />
    </>
  );
}

function ending(job: Job, trans: ReturnType<typeof useServices>['trans']): string {
  const words = [stateLabel(job, trans)];
  if (job.state === 'done') {
    words.push(amountLabel(job.progress, trans));
  } else if (job.state === 'cancelled' && job.kind === 'download') {
    words.push(trans.__('finished files are kept, Resume gets the rest'));
  }
  return words.join(' · ');
}

/** Data sets without matching files. */
function Skipped({ job: { skipped } }: { job: Job }): JSX.Element | null {
  const { trans } = useServices();
  return skipped.length ? (
    <div className="jp-openbis-warning">
      <p>{trans.__('Nothing was downloaded of these:')}</p>
      <NamedList all={skipped.map(({ reason }) => ({ words: skippedMessage(reason, trans) }))} />
    </div>
  ) : null;
}

/** Code for what was downloaded, and its permId. */
function Buttons({ job }: { job: Job }): JSX.Element | null {
  const { trans } = useServices();
  const host = useHost();
  const action = useAction();
  const { kind, state, permIds, connection, isOfOwner } = job;
  if (state !== 'done' || permIds.length !== 1 || kind === 'sync') {
    return null;
  }
  const [permId] = permIds;
  const copy = (
    <button
      type="button"
      className="jp-openbis-button jp-mod-styled"
      title={permId}
      onClick={() => void action.run(() => host.copy(permId))}
    >
      {trans.__('Copy permId')}
    </button>
  );
  return (
    <>
      <ErrorNote error={action.error} />
      {kind === 'download' && host.notebook ? (
        <InsertCode target={{ connection, permId, isOfOwner }}>{copy}</InsertCode>
      ) : (
        <div className="jp-openbis-buttons">{copy}</div>
      )}
    </>
  );
}
