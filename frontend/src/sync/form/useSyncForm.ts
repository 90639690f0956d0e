import { useEffect, useRef, useState } from 'react';

import { FolderState, SyncPlan, Synchronised } from '../../api';
import { useServices } from '../../app/services';
import { Action, useAction } from '../../common/hooks/useAction';
import { useDebounced } from '../../common/hooks/useDebounced';
import { Loaded, useLoaded } from '../../common/hooks/useLoaded';
import { newKey } from '../../common/models/keys';
import { useModels } from '../../common/models/model';
import { keepRequest, SyncDraft, syncRequest } from '../syncDraft';

export interface SyncForm {
  draft: SyncDraft;
  change: (changes: Partial<SyncDraft>) => void;
  /** What the folder is synchronised with; null if it is not, or not known yet. */
  known: Synchronised | null;
  /** Whether the folder is inside of the one that is synchronised. */
  isInside: boolean;
  state: Loaded<FolderState>;
  /** Name of the connection; empty without one. */
  connection: string;
  /** The plan of the unchanged draft. */
  plan: SyncPlan | null;
  action: Action;
  isChecking: boolean;
  cancel: () => void;
  check: () => Promise<void>;
  edit: () => void;
  /** Whether the plan deletes more than half of all files: the user has to allow it, since a disk may be missing. */
  deletesMany: boolean;
  isManyAllowed: boolean;
  allowMany: (isAllowed: boolean) => void;
  synchroniseOnce: () => Promise<void>;
  keep: () => Promise<void>;
}

/** State and actions of the form that synchronises a folder. */
export function useSyncForm(): SyncForm {
  const { api, syncDraft, keptFolders, connections, transfers, navigation, recentChoices } = useServices();
  useModels(syncDraft, connections);
  const { draft } = syncDraft;
  const state = useFolderState(draft.folder);
  const known = state.value?.synchronised ?? null;
  const connection = known?.connection ?? connections.current?.name ?? '';
  const action = useAction();
  const [planned, setPlanned] = useState<{ text: string; plan: SyncPlan } | null>(null);
  const [isChecking, setChecking] = useState(false);
  const [isManyAllowed, setManyAllowed] = useState(false);
  const abort = useRef(new AbortController());
  const keys = useRef<Record<string, string>>({});
  useEffect(() => () => abort.current.abort(), []);
  const sent = known ? { ...draft, owner: known.permId } : draft;
  const request = syncRequest(sent, connection);
  const text = JSON.stringify(request);
  const plan = planned?.text === text ? planned.plan : null;

  const check = async () => {
    setChecking(true);
    setManyAllowed(false);
    await action.run(async () => {
      abort.current = new AbortController();
      setPlanned(null);
      setPlanned({ text, plan: await api.transfers.planSync(request, abort.current.signal) });
    });
    setChecking(false);
  };
  const send = async (start: () => Promise<unknown>) => {
    const isSent = await action.run(async () => {
      await start();
      recentChoices.useOwner(connection, planned?.plan.owner ?? draft.owner);
    });
    if (isSent) {
      syncDraft.discard();
      navigation.showTab('transfers');
    }
  };
  return {
    draft,
    change: changes => syncDraft.change(changes),
    known,
    isInside: known !== null && known.folder !== draft.folder.trim(),
    state,
    connection,
    plan,
    action,
    isChecking,
    cancel: () => abort.current.abort(),
    check,
    edit: () => setPlanned(null),
    deletesMany: plan?.deletesMany ?? false,
    isManyAllowed,
    allowMany: setManyAllowed,
    synchroniseOnce: () =>
      send(() => {
        const complete = { ...request, deleteMany: isManyAllowed };
        return transfers.startJob(to => to.startSync(complete, (keys.current[text] ??= newKey())));
      }),
    keep: () => send(() => keptFolders.keep(keepRequest(sent, connection)))
  };
}

/** Ask what is known about a folder, when the user pauses. */
function useFolderState(folder: string): Loaded<FolderState> {
  const { api } = useServices();
  const asked = folder.trim();
  const settled = useDebounced(asked);
  return useLoaded(asked && settled === asked ? asked : null, signal => api.sync.state(asked, signal));
}
