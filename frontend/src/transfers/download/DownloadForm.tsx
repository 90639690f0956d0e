import React, { useRef } from 'react';

import { DownloadPlan, DownloadRequest } from '../../api';
import { nameOf as baseName } from '../../notebook/paths';
import { newKey } from '../../state/keys';
import { useModels } from '../../state/model';
import { ChosenDataSet } from '../../state/selection';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/useAction';
import { useHost } from '../common/useHost';
import { useServices } from '../services';
import { Chosen } from './Chosen';
import { FolderChooser } from './FolderChooser';
import { PermIdEntry } from './PermIdEntry';
import { conflictsOf, PlanNote } from './PlanNote';
import { useDownloadFolder } from './useDownloadFolder';
import { Planned, usePlan } from './usePlan';

/** Where to and how to download what was chosen, and what that would do. */
export function DownloadForm(): JSX.Element {
  const { trans, selection } = useServices();
  useModels(selection);
  return (
    <section aria-label={trans.__('Download')}>
      <h2 className="jp-openbis-title">{trans.__('Download from openBIS')}</h2>
      {selection.dataSets.length ? <Form dataSets={selection.dataSets} /> : <PermIdEntry />}
    </section>
  );
}

function Form({ dataSets }: { dataSets: ReadonlyArray<ChosenDataSet> }): JSX.Element {
  const { trans, selection, downloadDraft, recorder, navigation } = useServices();
  useModels(downloadDraft);
  const host = useHost();
  const notebook = host.notebook?.path ?? null;
  const place = useDownloadFolder(notebook);
  const keyOf = useKeys();
  const action = useAction();
  const request: DownloadRequest = {
    connection: dataSets[0].connection,
    permIds: dataSets.map(each => each.permId),
    files: selection.patterns,
    folder: place.folder,
    flat: downloadDraft.flat,
    overwrite: downloadDraft.overwrite
  };
  const planned = usePlan(place.problem ? null : request);
  const named = (permId: string) => dataSets.find(each => each.permId === permId)?.name ?? permId;
  const download = async () => {
    const possible = withoutProblems(request, planned.plan);
    if (await action.run(() => recorder.begin(possible, keyOf(possible), notebook))) {
      downloadDraft.set({ overwrite: false });
      navigation.show('transfers');
    }
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void download();
      }}
    >
      <Chosen dataSets={dataSets} files={selection.files} />
      <FolderChooser
        label={trans.__('To the folder')}
        value={place.typed}
        onChange={folder => downloadDraft.choose(folder, notebook)}
        errors={[place.problem, planned.error?.code === 'invalid-path' && planned.error.reason].filter(
          (each): each is string => Boolean(each)
        )}
      />
      <Options />
      <Plan planned={planned} nameOf={named} />
      <ErrorNote error={action.error} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={action.isBusy || !isPossible(planned, request) || place.problem !== null}
        >
          {action.isBusy ? trans.__('Starting…') : trans.__('Download')}
        </button>
      </div>
      {notebook !== null && (
        <small>{trans.__('%1 will remember where these data come from.', baseName(notebook))}</small>
      )}
    </form>
  );
}

function Options(): JSX.Element {
  const { trans, downloadDraft } = useServices();
  const { flat, overwrite } = downloadDraft;
  return (
    <>
      <label className="jp-openbis-check">
        <input
          type="checkbox"
          checked={flat}
          onChange={event => downloadDraft.set({ flat: event.target.checked })}
        />
        <span>{trans.__('Leave out the folder “original”')}</span>
      </label>
      <label className="jp-openbis-check">
        <input
          type="checkbox"
          checked={overwrite}
          onChange={event => downloadDraft.set({ overwrite: event.target.checked })}
        />
        <span>{trans.__('Replace other files with the same names')}</span>
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
        {isBusy && <p>{trans.__('Looking what there is to do…')}</p>}
        {plan && <PlanNote plan={plan} nameOf={nameOf} isReplacing={downloadDraft.overwrite} />}
      </div>
      <ErrorNote error={error?.code === 'invalid-path' ? null : error}>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => (error?.needsLogin ? navigation.logIn() : retry())}
        >
          {error?.needsLogin ? trans.__('Log in') : trans.__('Try again')}
        </button>
      </ErrorNote>
    </>
  );
}

/** A key for each request: the same one again, after a failure, is the same click and starts nothing twice. */
function useKeys(): (request: DownloadRequest) => string {
  const keys = useRef<Record<string, string>>({});
  return request => (keys.current[JSON.stringify(request)] ??= newKey());
}

/** Whether a download would do something. Nothing is begun that the user has not seen. */
function isPossible({ plan }: Planned, { overwrite }: DownloadRequest): boolean {
  if (plan === null) {
    return false;
  }
  const isAnyAvailable = plan.dataSets.some(each => !each.problem);
  return isAnyAvailable && plan.fits && (overwrite === true || conflictsOf(plan).length === 0);
}

/** The request without the data sets of which is known that they cannot be downloaded. */
function withoutProblems(request: DownloadRequest, plan: DownloadPlan | null): DownloadRequest {
  const problems = new Set(plan?.dataSets.filter(each => each.problem).map(each => each.permId));
  return { ...request, permIds: request.permIds.filter(permId => !problems.has(permId)) };
}
