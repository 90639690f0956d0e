import React, { useEffect, useState } from 'react';

import { Unfinished } from '../../api';
import { folderOf } from '../../notebook/paths';
import { newKey } from '../../state/keys';
import { useModels } from '../../state/model';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/useAction';
import { useHost } from '../common/useHost';
import { useServices } from '../services';
import { connectionTo, continuing, withoutTransfer } from './again';
import { folderInWords, timeInWords } from './words';

/** Downloads in the notebook's folder that were interrupted, also before Jupyter was started again. */
export function UnfinishedDownloads(): JSX.Element | null {
  const { trans, transfers } = useServices();
  const host = useHost();
  const folder = host.notebook ? folderOf(host.notebook.path) : host.folder;
  const unfinished = useUnfinished(folder);
  const shown = withoutTransfer(unfinished, transfers.jobs ?? []);
  if (!shown.length || transfers.jobs === null) {
    return null;
  }
  const title = folder
    ? trans.__('Interrupted earlier, in %1', folder)
    : trans.__('Interrupted earlier, in Jupyter’s root folder');
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
    action.run(() => recorder.begin(continuing(unfinished, name), newKey(), host.notebook?.path ?? null));
  return (
    <li className="jp-openbis-transfer">
      <div className="jp-openbis-transfer-head">
        <span>{trans.__('Download')}</span>
        <time dateTime={unfinished.written}>{timeInWords(unfinished.written)}</time>
      </div>
      <strong className="jp-openbis-transfer-name">{unfinished.permId}</strong>
      <div className="jp-openbis-transfer-place" title={unfinished.path}>
        {folderInWords(unfinished.path, connections.root, trans)}
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
            {trans.__('Continue')}
          </button>
        </div>
      ) : (
        <p>{trans.__('To continue, add a connection to %1.', unfinished.url)}</p>
      )}
    </li>
  );
}

/** Ask again whenever a transfer begins or ends. What cannot be read has nothing interrupted in it. */
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
