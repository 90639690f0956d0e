import React from 'react';

import { Job } from '../../api';
import { useServices } from '../../app/services';
import { Action } from '../../common/hooks/useAction';
import { useHost } from '../../common/hooks/useHost';
import { Icon } from '../../common/Icon';
import { useModels } from '../../common/models/model';
import { belowRoot } from '../../common/paths';
import { isRevealable, whereFilesAre } from '../files';
import { canResume, canSynchroniseAgain, isActive } from '../resume';
import { CANCEL, EXTERNAL, FOLDER, RESUME, RETRY } from './icons';

interface Props {
  job: Job;
  action: Action;
}

/** The actions of a transfer as icon buttons. */
export function TransferActions({ job, action }: Props): JSX.Element {
  const { trans, api, transfers, recorder, connections, navigation, syncDraft, keptFolders } = useServices();
  const hasDraft = useHasDraft(job);
  const host = useHost();
  const hasFiles =
    (job.kind === 'download' || job.kind === 'sync') &&
    job.state === 'done' &&
    isRevealable(job.folder, connections.root);
  const showFiles = async () => {
    if (job.kind === 'sync') {
      await host.reveal(belowRoot(connections.root, job.folder ?? '') ?? '');
      return;
    }
    const { downloads } = await api.transfers.get(job.id);
    const files = whereFilesAre(downloads, connections.root);
    if (files) {
      await host.reveal(files.folder, files.entry);
    }
  };
  const again = () => {
    const folder = belowRoot(connections.root, job.folder ?? '') ?? job.folder ?? '';
    syncDraft.begin(folder, keptFolders.find(folder));
    navigation.startTask('sync');
  };
  const { link } = job;
  const buttons: { label: string; icon: string; run: () => Promise<unknown> | void }[] = [
    ...when(job.state === 'waitingToRetry', {
      label: trans.__('Retry now'),
      icon: RETRY,
      run: () => transfers.retry(job.id)
    }),
    ...when(isActive(job), {
      label: trans.__('Cancel'),
      icon: CANCEL,
      run: () => transfers.cancel(job.id)
    }),
    ...when(canResume(job), { label: trans.__('Resume'), icon: RESUME, run: () => recorder.resume(job) }),
    ...when(canSynchroniseAgain(job), { label: trans.__('Synchronise again…'), icon: RETRY, run: again }),
    ...when(hasDraft, {
      label: trans.__('Back to the form'),
      icon: RESUME,
      run: () => navigation.startTask('uploadFiles')
    }),
    ...when(hasFiles, {
      label: trans.__('Show files'),
      icon: FOLDER,
      run: showFiles
    }),
    ...when(link !== null, {
      label: trans.__('Open in openBIS'),
      icon: EXTERNAL,
      run: () => host.open(link ?? '')
    })
  ];
  return (
    <span className="jp-openbis-transfer-actions">
      {buttons.map(({ label, icon, run }) => (
        <button
          key={label}
          type="button"
          className="jp-openbis-icon-button"
          aria-label={label}
          title={label}
          disabled={action.isBusy}
          onClick={() => void action.run(async () => run())}
        >
          <Icon path={icon} />
        </button>
      ))}
    </span>
  );
}

function when<T>(isShown: boolean, item: T): T[] {
  return isShown ? [item] : [];
}

/** Whether the form still has the draft of an upload of files that did not succeed: sent again, it continues. */
function useHasDraft({ kind, state, connection, owner }: Job): boolean {
  const { fileUploads } = useServices();
  useModels(fileUploads);
  const { draft, draftKey } = fileUploads;
  const isFailed = kind === 'uploadFiles' && (state === 'failed' || state === 'cancelled');
  return isFailed && draft.files.length > 0 && draft.owner === owner && draftKey.connection === connection;
}
