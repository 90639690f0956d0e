import { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef } from 'react';

import { Opening, OpeningInput } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/hooks/useAction';
import { useDebounced } from '../common/hooks/useDebounced';
import { useHost } from '../common/hooks/useHost';
import { Loaded, useLoaded } from '../common/hooks/useLoaded';
import { formatSize } from '../common/messages/amounts';
import { errorMessage } from '../common/messages/errors';
import { newKey } from '../common/models/keys';
import { useModels } from '../common/models/model';
import { belowRoot, isAbsolute, nameOf } from '../common/paths';
import { Problem } from '../common/Problem';
import { FolderChooser } from '../transfers/download/FolderChooser';
import { NamedList } from '../transfers/NamedList';
import { PublishedNotebook } from './openings';

/** The one confirmation before a published notebook and its data are downloaded. */
export function OpeningForm(): JSX.Element {
  const { trans, openings } = useServices();
  useModels(openings);
  return (
    <section aria-label={trans.__('Open notebook')}>
      <h2 className="jp-openbis-title">{trans.__('Open notebook with its data')}</h2>
      {openings.target && <Form target={openings.target} />}
    </section>
  );
}

function Form({ target }: { target: PublishedNotebook }): JSX.Element {
  const { trans, openings, navigation, connections } = useServices();
  const folder = useFolder();
  const plan = useOpening(target, folder.sent);
  const action = useAction();
  const keys = useRef<Record<string, string>>({});
  const keyOf = (request: object) => (keys.current[JSON.stringify(request)] ??= newKey());
  const opening = plan.value;
  const notebook = opening && belowRoot(connections.root, opening.notebook);
  const outside = opening !== null && notebook === null;
  const start = async () => {
    if (opening && notebook !== null) {
      if (await action.run(() => openings.start(target.connection, opening, notebook, keyOf))) {
        navigation.showTab('transfers');
      }
    }
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void start();
      }}
    >
      <p>{target.name}</p>
      <FolderChooser
        label={trans.__('Download to')}
        value={folder.typed}
        onChange={value => openings.choose(value)}
        errors={outside ? [trans.__('Jupyter opens notebooks below its root folder only.')] : []}
      />
      <div role="status">{!opening && !plan.error && <p>{trans.__('Preparing…')}</p>}</div>
      <Problem error={plan.error} retry={plan.retry} />
      {opening && <Plan opening={opening} />}
      {opening && notebook !== null && opening.conflicts.length > 0 && (
        <Changed opening={opening} open={() => void openings.open(notebook)} />
      )}
      <ErrorNote error={action.error} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={action.isBusy || !opening || notebook === null || opening.conflicts.length > 0}
        >
          {action.isBusy ? trans.__('Starting…') : trans.__('Download and open')}
        </button>
      </div>
      <small>{trans.__('Others have written this notebook: look at its code before you run it.')}</small>
    </form>
  );
}

/** Return the folder as it was entered, and as it is sent: by default, that of the settings or of the file browser. */
function useFolder(): { typed: string; sent: string } {
  const { openings, settings, connections } = useServices();
  useModels(settings, connections);
  const host = useHost();
  const typed = openings.folder ?? (settings.downloadFolder || host.folder);
  const bare = typed.trim();
  return { typed, sent: (isAbsolute(bare) && belowRoot(connections.root, bare)) || bare };
}

/** Ask the server for the plan, when the user pauses. */
function useOpening({ connection, permId, publication }: PublishedNotebook, folder: string): Loaded<Opening> {
  const { api, settings } = useServices();
  const { folderNames } = settings;
  const asked = JSON.stringify([connection, permId, publication, folder, folderNames]);
  const settled = useDebounced(asked);
  return useLoaded(settled === asked ? asked : null, signal =>
    api.notebook.opening(connection, permId, { folder, publication, folderNames }, signal)
  );
}

/** What is downloaded where, and what cannot be. */
function Plan({ opening }: { opening: Opening }): JSX.Element {
  const { trans, connections } = useServices();
  const { notebook, inputs, moreInputs } = opening;
  const possible = inputs.filter(each => !each.problem);
  const problems = inputs.filter(each => each.problem);
  const missed = possible.filter(each => each.missedPath !== null);
  return (
    <>
      <dl className="jp-openbis-facts">
        <dt>{trans.__('Notebook')}</dt>
        <dd>{belowRoot(connections.root, notebook) ?? notebook}</dd>
      </dl>
      {possible.length > 0 ? (
        <>
          <p>{trans.__('Its data:')}</p>
          <NamedList all={possible.map(each => ({ name: titleOf(each), words: sizeOf(each, trans) }))} />
        </>
      ) : (
        <p>{trans.__('openBIS knows no data that can be downloaded with it.')}</p>
      )}
      {problems.length > 0 && (
        <div className="jp-openbis-error">
          <p>{trans.__('Cannot be downloaded now:')}</p>
          <NamedList all={problems.map(each => ({ name: titleOf(each), words: problemOf(each, trans) }))} />
        </div>
      )}
      {missed.length > 0 && (
        <div className="jp-openbis-warning">
          <p>{trans.__('Code that reads these paths has to be changed: the data go to other folders.')}</p>
          <NamedList all={missed.map(each => ({ name: titleOf(each), words: each.missedPath! }))} />
        </div>
      )}
      {moreInputs > 0 && (
        <p>{trans._n('%1 more is not downloaded.', '%1 more are not downloaded.', moreInputs)}</p>
      )}
    </>
  );
}

/** A notebook that was opened before, and changed since. */
function Changed({ opening, open }: { opening: Opening; open: () => void }): JSX.Element {
  const { trans } = useServices();
  const { conflicts, notebook, isThere } = opening;
  return (
    <div className="jp-openbis-warning">
      <p>
        {trans.__('These files were changed since they were downloaded. Choose another folder to keep them:')}
      </p>
      <NamedList all={conflicts.map(words => ({ words }))} />
      {isThere && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={open}>
          {trans.__('Open %1 as it is', nameOf(notebook.replace(/\\/g, '/')))}
        </button>
      )}
    </div>
  );
}

function titleOf({ name, permId }: OpeningInput): string {
  return name ?? permId;
}

function sizeOf({ size, name, permId }: OpeningInput, trans: TranslationBundle): string {
  return [name === null ? null : permId, size === null ? null : formatSize(size, trans)]
    .filter(Boolean)
    .join(' · ');
}

function problemOf({ problem }: OpeningInput, trans: TranslationBundle): string {
  return errorMessage({ reason: String(problem?.reason ?? ''), code: String(problem?.code ?? '') }, trans);
}
