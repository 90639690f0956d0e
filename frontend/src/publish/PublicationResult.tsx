import React from 'react';

import { Job } from '../api';
import { useServices } from '../app/services';
import { remarkMessage } from '../common/messages/remarks';
import { isActive } from '../transfers/transfers';

/** The result of the last publication of this notebook. */
export function PublicationResult({ job }: { job: Job }): JSX.Element {
  const { trans } = useServices();
  return (
    <div role="status" className="jp-openbis-outcome">
      {isActive(job) && <Sending job={job} />}
      {job.state === 'cancelled' && (
        <p>
          {job.isOfOwner
            ? trans.__('The publication was cancelled; some of its files may be in openBIS.')
            : trans.__('The publication was cancelled; nothing is in openBIS.')}
        </p>
      )}
      {job.state === 'done' && <Done job={job} />}
    </div>
  );
}

function Done({ job }: { job: Job }): JSX.Element {
  const { trans, host } = useServices();
  const { isOfOwner, owner, ownerFolder, permIds, remarks = [], link } = job;
  return (
    <>
      <p>
        {isOfOwner
          ? trans.__('Published in the files of %1: %2.', owner ?? '', ownerFolder ?? '')
          : trans.__('Published as data set %1.', permIds.join(', '))}
      </p>
      {remarks.map(remark => (
        <p key={remark}>{remarkMessage(remark, trans)}</p>
      ))}
      <div className="jp-openbis-buttons">
        <ShowFilesButton job={job} />
        {link && (
          <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => host.open(link)}>
            {trans.__('Open in openBIS')}
          </button>
        )}
      </div>
    </>
  );
}

/** Shows the files of the sample or experiment that has the publication. */
function ShowFilesButton({ job }: { job: Job }): JSX.Element | null {
  const { trans, connections, browsing, navigation } = useServices();
  const { ownerKind, ownerFolder, permIds } = job;
  const { current } = connections;
  if (!ownerKind || !ownerFolder || current?.name !== job.connection) {
    return null;
  }
  const show = () => {
    browsing.showFile(current, { kind: ownerKind, permId: permIds[0] }, ownerFolder);
    navigation.showTab('browse');
  };
  return (
    <button type="button" className="jp-openbis-button jp-mod-styled" onClick={show}>
      {trans.__('Show the files')}
    </button>
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
