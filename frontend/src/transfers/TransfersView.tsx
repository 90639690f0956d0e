import React, { useState } from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useModels } from '../common/models/model';
import { LiveRegion } from './LiveRegion';
import { isActive } from './resume';
import { TransferRow } from './rows/TransferRow';
import { UnfinishedDownloads } from './UnfinishedDownloads';

/** Ended transfers that are shown at first. */
const MAX_SHOWN = 20;

interface Props {
  /** More links at the top. */
  links?: React.ReactNode;
  /** Shown above the transfers. */
  children?: React.ReactNode;
}

/** The Transfers tab: running, ended and interrupted transfers. */
export function TransfersView({ links, children }: Props): JSX.Element {
  const { trans, transfers, connections, selection, navigation } = useServices();
  useModels(transfers, connections);
  const { jobs, shown, problem } = transfers;
  const begin = () => {
    selection.download([]);
    navigation.startTask('download');
  };
  return (
    <div className="jp-openbis-transfers">
      <LiveRegion />
      <div className="jp-openbis-transfers-top">
        {shown.some(job => !isActive(job)) && (
          <button type="button" className="jp-openbis-link" onClick={() => transfers.clearFinished()}>
            {trans.__('Clear finished')}
          </button>
        )}
        <button type="button" className="jp-openbis-link" onClick={begin}>
          {trans.__('Download by permId')}
        </button>
        {links}
      </div>
      <ErrorNote error={problem}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => transfers.refresh()}>
          {trans.__('Try again')}
        </button>
      </ErrorNote>
      {children}
      {jobs && <Groups jobs={shown} />}
      <UnfinishedDownloads />
    </div>
  );
}

/** Rows that the user has opened (true) or closed, by job: a row moves to another group when it ends. */
type Toggled = Record<string, boolean>;

interface GroupProps {
  title: string;
  jobs: Job[];
  toggled: Toggled;
  toggle: (id: string, isOpen: boolean) => void;
}

function Groups({ jobs }: { jobs: Job[] }): JSX.Element {
  const { trans } = useServices();
  const [isAllShown, showAll] = useState(false);
  const [toggled, setToggled] = useState<Toggled>({});
  const toggle = (id: string, isOpen: boolean) => setToggled(before => ({ ...before, [id]: isOpen }));
  const shared = { toggled, toggle };
  const running = jobs.filter(isActive);
  const ended = jobs.filter(job => !isActive(job));
  if (!jobs.length) {
    return <Empty />;
  }
  return (
    <>
      <Group title={trans.__('Running')} jobs={running} {...shared} />
      <Group title={trans.__('Finished')} jobs={isAllShown ? ended : ended.slice(0, MAX_SHOWN)} {...shared} />
      {ended.length > MAX_SHOWN && !isAllShown && (
        <button type="button" className="jp-openbis-link" onClick={() => showAll(true)}>
          {trans.__('Show all %1', ended.length)}
        </button>
      )}
    </>
  );
}

function Empty(): JSX.Element {
  const { trans, navigation } = useServices();
  return (
    <div className="jp-openbis-empty">
      <p>{trans.__('No transfers since Jupyter started.')}</p>
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        onClick={() => navigation.showTab('browse')}
      >
        {trans.__('Browse openBIS')}
      </button>
    </div>
  );
}

function Group({ title, jobs, toggled, toggle }: GroupProps): JSX.Element | null {
  if (!jobs.length) {
    return null;
  }
  return (
    <section>
      <h3 className="jp-openbis-group">{title}</h3>
      <ul aria-label={title}>
        {jobs.map(job => (
          <TransferRow
            key={job.id}
            job={job}
            isToggled={toggled[job.id]}
            toggle={isOpen => toggle(job.id, isOpen)}
          />
        ))}
      </ul>
    </section>
  );
}
