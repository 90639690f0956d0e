import React, { useState } from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useModels } from '../common/models/model';
import { LiveRegion } from './LiveRegion';
import { isSuperseded } from './resume';
import { TransferRow } from './TransferRow';
import { isActive } from './transfers';
import { UnfinishedDownloads } from './UnfinishedDownloads';

/** Ended transfers that are shown at first. */
const MAX_SHOWN = 20;

/** The Transfers tab: running, ended and interrupted transfers. */
export function TransfersView(): JSX.Element {
  const { trans, transfers, connections, selection, navigation } = useServices();
  useModels(transfers, connections);
  const { jobs, problem } = transfers;
  const begin = () => {
    selection.download([]);
    navigation.startTask('download');
  };
  return (
    <div className="jp-openbis-transfers">
      <LiveRegion />
      <div className="jp-openbis-transfers-top">
        <button type="button" className="jp-openbis-link" onClick={begin}>
          {trans.__('Download by permId')}
        </button>
      </div>
      <ErrorNote error={problem}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => transfers.refresh()}>
          {trans.__('Try again')}
        </button>
      </ErrorNote>
      {jobs && <Groups jobs={jobs} />}
      <UnfinishedDownloads />
    </div>
  );
}

function Groups({ jobs }: { jobs: Job[] }): JSX.Element {
  const { trans } = useServices();
  const [isAllShown, showAll] = useState(false);
  const running = jobs.filter(isActive);
  // A resumed download is shown by the row of the newer one only.
  const ended = jobs.filter(job => !isActive(job) && !isSuperseded(job, jobs));
  if (!jobs.length) {
    return <p>{trans.__('No transfers since Jupyter started.')}</p>;
  }
  return (
    <>
      <Group title={trans.__('Running')} jobs={running} />
      <Group title={trans.__('Finished')} jobs={isAllShown ? ended : ended.slice(0, MAX_SHOWN)} />
      {ended.length > MAX_SHOWN && !isAllShown && (
        <button type="button" className="jp-openbis-link" onClick={() => showAll(true)}>
          {trans.__('Show all %1', ended.length)}
        </button>
      )}
    </>
  );
}

function Group({ title, jobs }: { title: string; jobs: Job[] }): JSX.Element | null {
  if (!jobs.length) {
    return null;
  }
  return (
    <section>
      <h3 className="jp-openbis-group">{title}</h3>
      <ul aria-label={title}>
        {jobs.map(job => (
          <TransferRow key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}
