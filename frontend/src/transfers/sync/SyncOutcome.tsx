import React from 'react';

import { ApiError, Job, SyncReport } from '../../api';
import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { errorMessage } from '../../common/messages/errors';
import { belowRoot } from '../../common/paths';
import { Problem } from '../../common/Problem';
import { NamedList } from '../NamedList';
import { Differences } from './ActionLists';
import { FileButtons } from './FileButtons';
import { doneLabel, WORK_KINDS } from './syncLabels';

/** What a synchronisation has done, and what stays different. */
export function SyncOutcome({ job }: { job: Job }): JSX.Element {
  const { trans, api } = useServices();
  const { value, error, retry } = useLoaded(job.id, () => api.transfers.get(job.id));
  return (
    <>
      <Problem error={error} retry={retry} />
      {!value && !error && <p>{trans.__('Loading…')}</p>}
      {value?.sync && <Report report={value.sync} />}
    </>
  );
}

function Report({ report }: { report: SyncReport }): JSX.Element {
  const { trans, connections } = useServices();
  const { counts, differences, differenceCounts, failed, failedCount, copies, copyCount } = report;
  const done = WORK_KINDS.filter(kind => counts[kind]).map(kind => doneLabel(kind, counts[kind], trans));
  return (
    <>
      {done.length > 0 && <div>{done.join(', ')}</div>}
      {!done.length && report.settled && <div>{trans.__('Nothing was to be done.')}</div>}
      {failedCount > 0 && (
        <div className="jp-openbis-error">
          <p>{trans._n('%1 has failed:', '%1 have failed:', failedCount)}</p>
          <NamedList
            all={failed.map(({ action, error }) => ({
              name: action.path,
              words: errorMessage(ApiError.fromAnswer(500, error), trans)
            }))}
            total={failedCount}
          />
        </div>
      )}
      {copyCount > 0 && (
        <div className="jp-openbis-warning">
          <p>{trans.__('openBIS’s versions were stored beside yours:')}</p>
          <NamedList all={copies.map(({ copy }) => ({ words: copy }))} total={copyCount} />
        </div>
      )}
      <Differences
        differences={differences}
        counts={differenceCounts}
        buttons={each => <FileButtons folder={belowRoot(connections.root, report.folder)} action={each} />}
      />
    </>
  );
}
