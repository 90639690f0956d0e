import React, { useEffect, useRef, useState } from 'react';

import { DataSet, READABLE_STATUSES } from '../../api';
import { useServices } from '../../app/services';
import { useAction } from '../../common/hooks/useAction';
import { Problem } from '../../common/Problem';
import { useReadOnly } from '../../connections/useReadOnly';
import { useStatusPolling } from './useStatusPolling';

interface Props {
  connection: string;
  dataSet: DataSet;
  /** Load the details again: the files are back. */
  reload: () => void;
}

/** The archiving status of a data set whose files cannot be read, and the button that brings them back. */
export function Unarchiving({ connection, dataSet, reload }: Props): JSX.Element | null {
  const { trans, api } = useServices();
  const readOnly = useReadOnly();
  const action = useAction();
  const reloadOnce = useRef(reload);
  const { permId } = dataSet;
  const [status, setStatus] = useState(dataSet.status);
  useStatusPolling(connection, permId, isPending(status), setStatus);
  useEffect(() => setStatus(dataSet.status), [dataSet.status]);
  const isBack = status === null || READABLE_STATUSES.includes(status);
  const [wasAway] = useState(!isBack);
  useEffect(() => {
    if (isBack && wasAway) {
      reloadOnce.current();
      reloadOnce.current = () => undefined;
    }
  }, [isBack, wasAway]);
  if (isBack) {
    return wasAway ? <p role="status">{trans.__('The files are back from the archive.')}</p> : null;
  }
  return (
    <div className="jp-openbis-warning">
      <p role="status">
        {isPending(status)
          ? trans.__('openBIS brings the files back from the archive. This can take hours.')
          : trans.__('The files are in the archive (%1): they cannot be read or downloaded.', status)}
      </p>
      <Problem error={action.error} />
      {status === ARCHIVED && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          disabled={action.isBusy || readOnly !== null}
          title={readOnly ?? undefined}
          onClick={() =>
            void action.run(async () => setStatus(await api.changes.unarchive(connection, permId)))
          }
        >
          {action.isBusy ? trans.__('Requesting…') : trans.__('Unarchive')}
        </button>
      )}
      {readOnly && <small>{readOnly}</small>}
    </div>
  );
}

const ARCHIVED = 'ARCHIVED';
const PENDING = ['UNARCHIVE_PENDING', 'ARCHIVE_PENDING'];

function isPending(status: string | null): boolean {
  return status !== null && PENDING.includes(status);
}
