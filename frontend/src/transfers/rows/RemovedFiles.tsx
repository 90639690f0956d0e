import React, { useState } from 'react';

import { Job } from '../../api';
import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { Problem } from '../../common/Problem';
import { removedLabel } from '../labels';
import { NamedList } from '../NamedList';

/** Files that a download has not touched: openBIS had them at an earlier download, and has them no more. */
export function RemovedFiles({ job }: { job: Job }): JSX.Element | null {
  const { trans } = useServices();
  const [isOpen, setOpen] = useState(false);
  return job.removedFiles ? (
    <details className="jp-openbis-warning" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{removedLabel(job.removedFiles, trans)}</summary>
      {isOpen && <Names id={job.id} />}
    </details>
  ) : null;
}

function Names({ id }: { id: string }): JSX.Element {
  const { trans, api } = useServices();
  const { value, error, retry } = useLoaded(id, () => api.transfers.get(id));
  const names = value?.downloads.flatMap(each => each.removed);
  return (
    <>
      <Problem error={error} retry={retry} />
      {names ? <NamedList all={names.map(words => ({ words }))} /> : !error && <p>{trans.__('Loading…')}</p>}
    </>
  );
}
