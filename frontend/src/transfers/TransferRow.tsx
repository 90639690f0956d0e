import React from 'react';

import { Job } from '../../api';
import { belowRoot } from '../../notebook/paths';
import { isActive } from '../../state/transfers';
import { InsertCode } from '../browse/InsertCode';
import { ErrorNote } from '../common/ErrorNote';
import { Action, useAction } from '../common/useAction';
import { useHost } from '../common/useHost';
import { useServices } from '../services';
import { canGoOn } from './again';
import { Failure } from './Failure';
import { TransferProgress } from './TransferProgress';
import { NAMED } from './NamedList';
import {
  amountInWords,
  folderInWords,
  kindInWords,
  nameInWords,
  stateInWords,
  subjectOf,
  timeInWords
} from './words';

/** One transfer: what, where to, how far, and what can be done about it. */
export function TransferRow({ job, isContinued }: { job: Job; isContinued: boolean }): JSX.Element {
  const { trans, connections } = useServices();
  const action = useAction();
  const name = nameInWords(job, trans);
  const when = job.ended ?? job.created;
  const folder = job.folder && folderInWords(job.folder, connections.root, trans);
  return (
    <li className="jp-openbis-transfer" data-state={job.state} aria-label={name}>
      <div className="jp-openbis-transfer-head">
        <span>{kindInWords(job, trans)}</span>
        <time dateTime={when} title={new Date(when).toLocaleString()}>
          {timeInWords(when)}
        </time>
      </div>
      <strong className="jp-openbis-transfer-name" title={job.permIds.slice(0, NAMED).join('\n')}>
        {subjectOf(job, trans)}
      </strong>
      {folder && (
        <div className="jp-openbis-transfer-place" title={job.folder ?? ''}>
          {trans.__('to %1', folder)}
        </div>
      )}
      {isActive(job) ? (
        <TransferProgress job={job} label={name} />
      ) : (
        <Ending job={job} isContinued={isContinued} />
      )}
      {job.state === 'failed' && <Failure job={job} />}
      <ErrorNote error={action.error} />
      <Buttons job={job} action={action} isContinued={isContinued} />
    </li>
  );
}

function Ending({ job, isContinued }: { job: Job; isContinued: boolean }): JSX.Element {
  const { trans } = useServices();
  const words = [stateInWords(job, trans)];
  if (job.state === 'done') {
    words.push(amountInWords(job.progress, trans));
  } else if (job.state === 'cancelled' && job.kind === 'download') {
    words.push(
      isContinued ? trans.__('continued later') : trans.__('what has come stays; Resume fetches the rest')
    );
  }
  return (
    <div className="jp-openbis-transfer-state">
      <span className="jp-openbis-transfer-mark" aria-hidden="true" />
      {words.join(' · ')}
    </div>
  );
}

interface ButtonsProps {
  job: Job;
  action: Action;
  isContinued: boolean;
}

function Buttons({ job, action, isContinued }: ButtonsProps): JSX.Element | null {
  const { trans, transfers, recorder, connections } = useServices();
  const host = useHost();
  const path = job.kind === 'download' ? revealable(job, connections.root) : null;
  const buttons: [string, () => Promise<unknown> | void][] = [];
  if (isActive(job)) {
    buttons.push([
      action.isBusy ? trans.__('Cancelling…') : trans.__('Cancel'),
      () => action.run(() => transfers.cancel(job.id))
    ]);
  }
  if (canGoOn(job) && !isContinued) {
    const label = job.state === 'failed' ? trans.__('Try again') : trans.__('Resume');
    buttons.push([label, () => action.run(() => recorder.again(job))]);
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

/** Jupyter's path of what a download has brought. */
function revealable({ folder, permIds }: Job, root: string): string | null {
  const path = folder === null ? null : belowRoot(root, folder);
  return path === null || permIds.length > 1 ? path : [path, permIds[0]].filter(Boolean).join('/');
}
