import React from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { progressLabels, stateLabel } from './labels';

/** The progress of a transfer. */
export function TransferProgress({ job, label }: { job: Job; label: string }): JSX.Element {
  const { trans } = useServices();
  const words = job.state === 'queued' ? [stateLabel(job, trans)] : progressLabels(job.progress, trans);
  const value = share(job);
  return (
    <>
      <progress aria-label={label} max={1} {...(value !== null && { value })} />
      <div className="jp-openbis-transfer-amounts">
        {words.map((each, index) => (
          <span key={index}>{each}</span>
        ))}
      </div>
    </>
  );
}

/** From 0 to 1; null while unknown. */
function share({ state, progress }: Job): number | null {
  const { bytes, totalBytes, files, totalFiles } = progress;
  if (state === 'queued' || totalBytes === null || totalFiles === null) {
    return null;
  }
  const [done, total] = totalBytes ? [bytes, totalBytes] : [files, totalFiles];
  return total ? Math.min(1, done / total) : null;
}
