import React from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { remarkMessage } from '../common/messages/remarks';
import { isActive } from '../transfers/transfers';

/** The result of the last publication of this notebook. */
export function PublicationResult({ job }: { job: Job }): JSX.Element {
  const { trans, host } = useServices();
  const { link, permIds, remarks = [], state } = job;
  return (
    <div role="status" className="jp-openbis-outcome">
      {isActive(job) && <Sending job={job} />}
      {state === 'cancelled' && <p>{trans.__('The publication was cancelled; nothing is in openBIS.')}</p>}
      {state === 'done' && (
        <>
          <p>{trans.__('Published as data set %1.', permIds.join(', '))}</p>
          {remarks.map(remark => (
            <p key={remark}>{remarkMessage(remark, trans)}</p>
          ))}
          {link && (
            <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => host.open(link)}>
              {trans.__('Open in openBIS')}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function Sending({ job: { progress } }: { job: Job }): JSX.Element {
  const { trans } = useServices();
  const label = trans.__('Publishing…');
  return (
    <>
      <p>{label}</p>
      <progress
        aria-label={label}
        max={progress.totalBytes || undefined}
        value={progress.totalBytes ? progress.bytes : undefined}
      />
    </>
  );
}
