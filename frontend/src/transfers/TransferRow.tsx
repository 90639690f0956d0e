import React from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { Action, useAction } from '../common/hooks/useAction';
import { useHost } from '../common/hooks/useHost';
import { formatDateTime, formatTime } from '../common/messages/format';
import { useModels } from '../common/models/model';
import { belowRoot } from '../common/paths';
import { InsertCode } from '../notebook/code/InsertCode';
import { Failure } from './Failure';
import {
  amountLabel,
  folderLabel,
  kindLabel,
  jobLabel,
  skippedMessage,
  stateLabel,
  subjectLabel
} from './labels';
import { MAX_LISTED, NamedList } from './NamedList';
import { RemovedFiles } from './RemovedFiles';
import { canResume } from './resume';
import { TransferProgress } from './TransferProgress';
import { isActive } from './transfers';

/** One transfer: data sets, target folder, progress and buttons. */
export function TransferRow({ job }: { job: Job }): JSX.Element {
  const { trans, connections } = useServices();
  const action = useAction();
  const name = jobLabel(job, trans);
  const when = job.ended ?? job.created;
  const folder = job.folder && folderLabel(job.folder, connections.root, trans);
  return (
    <li className="jp-openbis-transfer" data-state={job.state} aria-label={name}>
      <div className="jp-openbis-transfer-head">
        <span>{kindLabel(job, trans)}</span>
        <time dateTime={when} title={formatDateTime(when, trans)}>
          {formatTime(when, trans)}
        </time>
      </div>
      <strong className="jp-openbis-transfer-name" title={job.permIds.slice(0, MAX_LISTED).join('\n')}>
        {subjectLabel(job, trans)}
      </strong>
      {folder && (
        <div className="jp-openbis-transfer-place" title={job.folder ?? ''}>
          {trans.__('to %1', folder)}
        </div>
      )}
      {isActive(job) ? <TransferProgress job={job} label={name} /> : <Ending job={job} />}
      {job.state === 'failed' && <Failure job={job} />}
      <Skipped job={job} />
      <RemovedFiles job={job} />
      <ErrorNote error={action.error} />
      <Buttons job={job} action={action} />
    </li>
  );
}

function Ending({ job }: { job: Job }): JSX.Element {
  const { trans } = useServices();
  const words = [stateLabel(job, trans)];
  if (job.state === 'done') {
    words.push(amountLabel(job.progress, trans));
  } else if (job.state === 'cancelled' && job.kind === 'download') {
    words.push(trans.__('finished files are kept, Resume gets the rest'));
  }
  return (
    <div className="jp-openbis-transfer-state">
      <span className="jp-openbis-transfer-mark" aria-hidden="true" />
      {words.join(' · ')}
    </div>
  );
}

/** Data sets without matching files. */
function Skipped({ job: { skipped = [] } }: { job: Job }): JSX.Element | null {
  const { trans } = useServices();
  return skipped.length ? (
    <div className="jp-openbis-warning">
      <p>{trans.__('Nothing was downloaded of these:')}</p>
      <NamedList all={skipped.map(({ reason }) => ({ words: skippedMessage(reason, trans) }))} />
    </div>
  ) : null;
}

interface ButtonsProps {
  job: Job;
  action: Action;
}

function Buttons({ job, action }: ButtonsProps): JSX.Element | null {
  const { trans, transfers, recorder, connections, navigation } = useServices();
  const hasDraft = useHasDraft(job);
  const host = useHost();
  const path = job.kind === 'download' ? revealable(job, connections.root) : null;
  const buttons: [string, () => Promise<unknown> | void][] = [];
  if (isActive(job)) {
    buttons.push([
      action.isBusy ? trans.__('Cancelling…') : trans.__('Cancel'),
      () => action.run(() => transfers.cancel(job.id))
    ]);
  }
  if (canResume(job)) {
    const label = job.state === 'failed' ? trans.__('Try again') : trans.__('Resume');
    buttons.push([label, () => action.run(() => recorder.resume(job))]);
  }
  if (hasDraft) {
    buttons.push([trans.__('Back to the form'), () => navigation.startTask('uploadFiles')]);
  }
  if (job.state === 'done' && path !== null) {
    buttons.push([trans.__('Show files'), () => action.run(() => host.reveal(path))]);
  }
  if (job.link) {
    const link = job.link;
    buttons.push([trans.__('Open in openBIS'), () => host.open(link)]);
  }
  if (job.permIds.length === 1 && job.state === 'done') {
    buttons.push([trans.__('Copy permId'), () => action.run(() => host.copy(job.permIds[0]))]);
  }
  const drawn = buttons.map(([label, act]) => (
    <button
      key={label}
      type="button"
      className="jp-openbis-button jp-mod-styled"
      disabled={action.isBusy}
      onClick={() => void act()}
    >
      {label}
    </button>
  ));
  const { kind, state, permIds, connection } = job;
  if (kind === 'download' && state === 'done' && permIds.length === 1 && host.notebook) {
    return <InsertCode target={{ connection, permId: permIds[0] }}>{drawn}</InsertCode>;
  }
  return drawn.length ? <div className="jp-openbis-buttons">{drawn}</div> : null;
}

/** Whether the form still has the draft of an upload of files that did not succeed: sent again, it continues. */
function useHasDraft({ kind, state, connection, owner }: Job): boolean {
  const { fileUploads } = useServices();
  useModels(fileUploads);
  const { draft, draftKey } = fileUploads;
  const isFailed = kind === 'uploadFiles' && (state === 'failed' || state === 'cancelled');
  return isFailed && draft.files.length > 0 && draft.owner === owner && draftKey.connection === connection;
}

/** Return Jupyter's path of the downloaded files; null outside the root folder. */
function revealable({ folder, permIds }: Job, root: string): string | null {
  const path = folder === null ? null : belowRoot(root, folder);
  return path === null || permIds.length > 1 ? path : [path, permIds[0]].filter(Boolean).join('/');
}
