import React, { useEffect, useState } from 'react';

import { Unfinished } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/hooks/useAction';
import { useHost } from '../common/hooks/useHost';
import { formatTime } from '../common/messages/format';
import { newKey } from '../common/models/keys';
import { useModels } from '../common/models/model';
import { folderOf } from '../common/paths';
import { folderLabel } from './labels';
import { connectionTo, nameOfUnfinished, resumeRequest, unknownToJobs } from './resume';

/** Interrupted downloads in the notebook's folder, including those before a restart of Jupyter. */
export function UnfinishedDownloads(): JSX.Element | null {
  const { trans, transfers } = useServices();
  const host = useHost();
  const folder = host.notebook ? folderOf(host.notebook.path) : host.folder;
  const unfinished = useUnfinished(folder);
  const shown = unknownToJobs(unfinished, transfers.jobs ?? []);
  if (!shown.length || transfers.jobs === null) {
    return null;
  }
  const title = folder
    ? trans.__('Interrupted downloads in %1', folder)
    : trans.__('Interrupted downloads in Jupyter’s root folder');
  return (
    <section>
      <h3 className="jp-openbis-group">{title}</h3>
      <ul aria-label={title}>
        {shown.map(each => (
          <Row key={each.path} unfinished={each} />
        ))}
      </ul>
    </section>
  );
}

function Row({ unfinished }: { unfinished: Unfinished }): JSX.Element {
  const { trans, connections, recorder, host } = useServices();
  useModels(connections);
  const action = useAction();
  const connection = connectionTo(unfinished.url, connections.all ?? []);
  const go = (name: string) =>
    action.run(() =>
      recorder.startDownload(resumeRequest(unfinished, name), newKey(), host.notebook?.path ?? null)
    );
  return (
    <li className="jp-openbis-transfer">
      <div className="jp-openbis-transfer-head">
        <span>{trans._p('noun', 'Download')}</span>
        <time dateTime={unfinished.written}>{formatTime(unfinished.written, trans)}</time>
      </div>
      <strong className="jp-openbis-transfer-name" title={unfinished.permId}>
        {nameOfUnfinished(unfinished) ?? unfinished.permId}
      </strong>
      <div className="jp-openbis-transfer-place" title={unfinished.path}>
        {folderLabel(unfinished.path, connections.root, trans)}
      </div>
      <ErrorNote error={action.error} />
      {connection ? (
        <div className="jp-openbis-buttons">
          <button
            type="button"
            className="jp-openbis-button jp-mod-styled"
            disabled={action.isBusy}
            onClick={() => go(connection.name)}
          >
            {trans.__('Resume')}
          </button>
        </div>
      ) : (
        <p>{trans.__('To resume, add a connection to %1.', unfinished.url)}</p>
      )}
    </li>
  );
}

/** List interrupted downloads, again when a transfer starts or ends; empty if the folder cannot be read. */
function useUnfinished(folder: string): Unfinished[] {
  const { api, transfers } = useServices();
  useModels(transfers);
  const [found, setFound] = useState<Unfinished[]>([]);
  const running = transfers.running.map(job => job.id).join();
  useEffect(() => {
    const aborting = new AbortController();
    api.transfers
      .unfinished(folder, aborting.signal)
      .catch(() => [])
      .then(answer => aborting.signal.aborted || setFound(answer));
    return () => aborting.abort();
  }, [api, folder, running]);
  return found;
}
