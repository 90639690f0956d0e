import React, { useState } from 'react';

import { Job } from '../../api';
import { useModels } from '../../state/model';
import { isActive } from '../../state/transfers';
import { ErrorNote } from '../common/ErrorNote';
import { useServices } from '../services';
import { isContinuedBy } from './again';
import { Spoken } from './Spoken';
import { TransferRow } from './TransferRow';
import { UnfinishedDownloads } from './UnfinishedDownloads';

/** So many of those that have ended are shown at first. */
const SHOWN = 20;

/** What runs, what has ended, and what was interrupted. */
export function TransfersView(): JSX.Element {
  const { trans, transfers, connections, selection, navigation } = useServices();
  useModels(transfers, connections);
  const { jobs, problem } = transfers;
  const begin = () => {
    selection.download([]);
    navigation.begin('download');
  };
  return (
    <div className="jp-openbis-transfers">
      <Spoken />
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
  const ended = jobs.filter(job => !isActive(job));
  if (!jobs.length) {
    return <p>{trans.__('Nothing was downloaded or uploaded since Jupyter was started.')}</p>;
  }
  return (
    <>
      <Group title={trans.__('Running')} jobs={running} all={jobs} />
      <Group title={trans.__('Ended')} jobs={isAllShown ? ended : ended.slice(0, SHOWN)} all={jobs} />
      {ended.length > SHOWN && !isAllShown && (
        <button type="button" className="jp-openbis-link" onClick={() => showAll(true)}>
          {trans.__('Show all %1', ended.length)}
        </button>
      )}
    </>
  );
}

function Group({ title, jobs, all }: { title: string; jobs: Job[]; all: Job[] }): JSX.Element | null {
  if (!jobs.length) {
    return null;
  }
  return (
    <section>
      <h3 className="jp-openbis-group">{title}</h3>
      <ul aria-label={title}>
        {jobs.map(job => (
          <TransferRow key={job.id} job={job} isContinued={all.some(each => isContinuedBy(job, each))} />
        ))}
      </ul>
    </section>
  );
}
