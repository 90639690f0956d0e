import React, { useId } from 'react';

import { Job } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { useAction } from '../../common/hooks/useAction';
import { CARET_DOWN, CARET_RIGHT, Icon } from '../../common/Icon';
import { formatDateTime } from '../../common/messages/format';
import { endLabel, jobLabel, placeLabel, rateLabel, stateLabel, subjectLabel, subjectLines } from '../labels';
import { isActive } from '../resume';
import { stateIcon } from './icons';
import { TransferActions } from './TransferActions';
import { TransferDetails } from './TransferDetails';
import { TransferProgress } from './TransferProgress';

interface Props {
  job: Job;
  /** Whether the user has opened or closed the details; undefined: neither. */
  isToggled?: boolean;
  toggle: (isOpen: boolean) => void;
}

/** One transfer in a line: state, name, size and time, and actions; details unfold. */
export function TransferRow({ job, isToggled, toggle }: Props): JSX.Element {
  const { trans, connections } = useServices();
  const action = useAction();
  const id = useId();
  // What needs attention is open until the user closes it.
  const isOpen = isToggled ?? needsAttention(job);
  const name = jobLabel(job, trans);
  const where = job.folder === null ? [] : [placeLabel(job, connections.root, trans)];
  return (
    <li className="jp-openbis-transfer" data-state={job.state} aria-label={name}>
      <div className="jp-openbis-transfer-line">
        <button
          type="button"
          className="jp-openbis-transfer-toggle"
          aria-expanded={isOpen}
          aria-controls={id}
          title={[name, ...subjectLines(job), ...where].join('\n')}
          onClick={() => toggle(!isOpen)}
        >
          <Icon path={isOpen ? CARET_DOWN : CARET_RIGHT} />
          <span className="jp-openbis-transfer-mark" role="img" aria-label={stateLabel(job, trans)}>
            <Icon path={stateIcon(job)} />
          </span>
          <strong className="jp-openbis-transfer-name">{subjectLabel(job, trans)}</strong>
        </button>
        <Aside job={job} />
        <TransferActions job={job} action={action} />
      </div>
      {isActive(job) && <TransferProgress job={job} label={name} />}
      <ErrorNote error={action.error} />
      <div id={id} hidden={!isOpen} className="jp-openbis-transfer-details">
        {isOpen && <TransferDetails job={job} />}
      </div>
    </li>
  );
}

/** Files may stay different after a synchronisation that has ended well: its details say so. */
function needsAttention({ kind, state, skipped }: Job): boolean {
  const isSynchronised = kind === 'sync' && state === 'done';
  return state === 'failed' || state === 'waitingToRetry' || isSynchronised || skipped.length > 0;
}

/** The rate of a running transfer; size and time of an ended one. */
function Aside({ job }: { job: Job }): JSX.Element {
  const { trans } = useServices();
  const when = job.ended ?? job.created;
  return isActive(job) ? (
    <span className="jp-openbis-transfer-aside">{rateLabel(job.progress, trans)}</span>
  ) : (
    <time className="jp-openbis-transfer-aside" dateTime={when} title={formatDateTime(when, trans)}>
      {endLabel(job, trans)}
    </time>
  );
}
