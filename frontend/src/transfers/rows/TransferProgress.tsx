import React, { useEffect, useState } from 'react';

import { Job } from '../../api';
import { useServices } from '../../app/services';
import { progressLabel, retryLabel, shareOf, stateLabel } from '../labels';

/** The progress of a transfer, or when it is tried again. */
export function TransferProgress({ job, label }: { job: Job; label: string }): JSX.Element {
  const { trans } = useServices();
  const value = shareOf(job);
  const isWaiting = job.state === 'waitingToRetry';
  const words = job.state === 'queued' ? stateLabel(job, trans) : progressLabel(job, trans);
  return (
    <>
      {!(isWaiting && value === null) && (
        <progress aria-label={label} max={1} {...(value !== null && { value })} />
      )}
      <div className="jp-openbis-transfer-amounts">{isWaiting ? <NextAttempt job={job} /> : words}</div>
    </>
  );
}

/** Counts the seconds until the next attempt. */
function NextAttempt({ job }: { job: Job }): JSX.Element {
  const { trans } = useServices();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{retryLabel(job, trans, now)}</>;
}
