import { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef } from 'react';

import { ApiError, DownloadPlan, DownloadRequest } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { useAction } from '../../common/hooks/useAction';
import { useHost } from '../../common/hooks/useHost';
import { errorMessage } from '../../common/messages/errors';
import { newKey } from '../../common/models/keys';
import { useModels } from '../../common/models/model';
import { nameOf as baseName } from '../../common/paths';
import { FilePlace, subjectsOf } from './filePlace';
import { FolderChooser } from './FolderChooser';
import { PermIdEntry } from './PermIdEntry';
import { conflictsOf, PlanSummary } from './PlanNote';
import { SelectedPlaces } from './SelectedPlaces';
import { useDownloadFolder } from './useDownloadFolder';
import { Planned, usePlan } from './usePlan';

/** Folder, options and plan of a download. */
export function DownloadForm(): JSX.Element {
  const { trans, selection } = useServices();
  useModels(selection);
  return (
    <section aria-label={trans._p('noun', 'Download')}>
      <h2 className="jp-openbis-title">{trans.__('Download from openBIS')}</h2>
      {selection.places.length ? <Form places={selection.places} /> : <PermIdEntry />}
    </section>
  );
}

function Form({ places }: { places: ReadonlyArray<FilePlace> }): JSX.Element {
  const { trans, selection, downloadDraft, recorder, navigation, settings } = useServices();
  useModels(downloadDraft, settings);
  const host = useHost();
  const notebook = host.notebook?.path ?? null;
  const target = useDownloadFolder(notebook);
  const keyOf = useKeys();
  const action = useAction();
  const hasFolderOriginal = places.some(each => each.owner === undefined);
  const request: DownloadRequest = {
    connection: places[0].connection,
    permIds: places.map(each => each.permId),
    subjects: subjectsOf(places),
    files: selection.patterns,
    folder: target.folder,
    flat: downloadDraft.flat && hasFolderOriginal,
    overwrite: downloadDraft.overwrite,
    folderNames: settings.folderNames
  };
  const planned = usePlan(request);
  const named = (permId: string) => places.find(each => each.permId === permId)?.name ?? permId;
  const download = async () => {
    const possible = withoutProblems(request, planned.plan);
    if (await action.run(() => recorder.startDownload(possible, keyOf(possible), notebook))) {
      downloadDraft.set({ overwrite: false });
      selection.uncheckDownloaded();
      navigation.showTab('transfers');
    }
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void download();
      }}
    >
      <SelectedPlaces places={places} files={selection.files} />
      <FolderChooser
        label={trans.__('Download to')}
        value={target.typed}
        onChange={folder => downloadDraft.choose(folder, notebook)}
        errors={folderErrors(planned.error, trans)}
      />
      <Options hasFolderOriginal={hasFolderOriginal} />
      <Plan planned={planned} nameOf={named} />
      <ErrorNote error={action.error} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={action.isBusy || !isPossible(planned, request)}
        >
          {action.isBusy ? trans.__('Starting…') : trans.__('Download')}
        </button>
      </div>
      {notebook !== null && (
        <small>{trans.__('The source will be recorded in %1.', baseName(notebook))}</small>
      )}
    </form>
  );
}

function Options({ hasFolderOriginal }: { hasFolderOriginal: boolean }): JSX.Element {
  const { trans, downloadDraft } = useServices();
  const { flat, overwrite } = downloadDraft;
  return (
    <>
      {hasFolderOriginal && (
        <label className="jp-openbis-check">
          <input
            type="checkbox"
            checked={flat}
            onChange={event => downloadDraft.set({ flat: event.target.checked })}
          />
          <span>{trans.__('Skip the top folder “original”')}</span>
        </label>
      )}
      <label className="jp-openbis-check">
        <input
          type="checkbox"
          checked={overwrite}
          onChange={event => downloadDraft.set({ overwrite: event.target.checked })}
        />
        <span>{trans.__('Replace existing files')}</span>
      </label>
    </>
  );
}

function Plan({ planned, nameOf }: { planned: Planned; nameOf: (permId: string) => string }): JSX.Element {
  const { trans, navigation, downloadDraft } = useServices();
  const { plan, error, isBusy, retry } = planned;
  return (
    <>
      <div role="status" className="jp-openbis-plan">
        {isBusy && <p>{trans.__('Preparing…')}</p>}
        {plan && <PlanSummary plan={plan} nameOf={nameOf} isReplacing={downloadDraft.overwrite} />}
      </div>
      <ErrorNote error={folderErrors(error, trans).length ? null : error}>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => (error?.needsLogin ? navigation.requestLogin() : retry())}
        >
          {error?.needsLogin ? trans.__('Log in') : trans.__('Try again')}
        </button>
      </ErrorNote>
    </>
  );
}

/** Return the problems of the folder, which are shown at its field. */
function folderErrors(error: ApiError | null, trans: TranslationBundle): string[] {
  return error?.code === 'invalid-path' ? [errorMessage(error, trans)] : (error?.of('folder') ?? []);
}

/** Return the idempotency key of a request: after a failure, the same request has the same key and starts no second job. */
function useKeys(): (request: DownloadRequest) => string {
  const keys = useRef<Record<string, string>>({});
  return request => (keys.current[JSON.stringify(request)] ??= newKey());
}

/** Whether a download can start: only with a plan that the user has seen. */
function isPossible({ plan }: Planned, { overwrite }: DownloadRequest): boolean {
  if (plan === null) {
    return false;
  }
  const isAnyAvailable = plan.dataSets.some(each => !each.problem && !each.skipped);
  return isAnyAvailable && plan.fits && (overwrite === true || conflictsOf(plan).length === 0);
}

/** Return the request without the data sets that cannot be downloaded. */
function withoutProblems(request: DownloadRequest, plan: DownloadPlan | null): DownloadRequest {
  const problems = new Set(plan?.dataSets.filter(each => each.problem).map(each => each.permId));
  return { ...request, permIds: request.permIds.filter(permId => !problems.has(permId)) };
}
