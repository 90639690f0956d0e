import { TranslationBundle } from '@jupyterlab/translation';

import { ApiError, DownloadPlan, Job, LOGIN_ERRORS, Progress } from '../api';
import { formatDuration, formatSize } from '../common/messages/amounts';
import { errorMessage, SENTENCES } from '../common/messages/errors';
import { translated } from '../common/messages/sentences';
import { belowRoot } from '../common/paths';

/** Return the data set of a transfer, their number, or the sample or experiment that gets files. */
export function subjectLabel(job: Job, trans: TranslationBundle): string {
  const [first, ...others] = job.permIds;
  if (job.kind === 'uploadFiles') {
    return job.owner ?? '';
  }
  if (first === undefined) {
    return trans.__('New data set'); // of an upload that has not ended
  }
  return others.length ? trans._n('%1 data set', '%1 data sets', job.permIds.length) : first;
}

export function kindLabel({ kind }: Job, trans: TranslationBundle): string {
  const words = {
    download: trans._p('noun', 'Download'),
    upload: trans._p('noun', 'Upload'),
    uploadFiles: trans._p('noun', 'Upload'),
    publish: trans.__('Publication')
  };
  return words[kind];
}

/** Return the accessible name of a transfer, e.g. `Download 20230315101500001-1001`. */
export function jobLabel(job: Job, trans: TranslationBundle): string {
  return `${kindLabel(job, trans)} ${subjectLabel(job, trans)}`;
}

export function stateLabel(job: Job, trans: TranslationBundle): string {
  const { state } = job;
  const words = {
    queued: trans.__('Queued'),
    running: trans.__('Running'),
    done: trans.__('Done'),
    failed: trans.__('Failed'),
    cancelled: isStopped(job) ? trans.__('Jupyter was stopped') : trans.__('Cancelled')
  };
  const reason = state === 'cancelled' && !isStopped(job) ? errorText(job, trans) : ''; // where no user has cancelled it
  return reason.replace(/\.$/, '') || words[state];
}

/** Whether a transfer was cancelled because Jupyter was stopped. */
export function isStopped({ state, error }: Job): boolean {
  return state === 'cancelled' && error?.code === 'server-stopped';
}

/** `3 files, 1.2 MB`. */
export function amountLabel({ files, bytes }: DownloadPlan['total'], trans: TranslationBundle): string {
  return trans._n('%1 file, %2', '%1 files, %2', files, formatSize(bytes, trans));
}

/** Return progress, speed and remaining time of a transfer, as far as they are known. */
export function progressLabels(progress: Progress, trans: TranslationBundle): string[] {
  const { files, bytes, totalFiles, totalBytes, bytesPerSecond, secondsLeft } = progress;
  if (totalFiles === null || totalBytes === null) {
    return [bytes ? amountLabel(progress, trans) : trans.__('Preparing…')];
  }
  return [
    trans._n('%2 of %1 file', '%2 of %1 files', totalFiles, files),
    trans.__('%1 of %2', formatSize(bytes, trans), formatSize(totalBytes, trans)),
    ...(bytesPerSecond ? [trans.__('%1/s', formatSize(bytesPerSecond, trans))] : []),
    ...(secondsLeft !== null && bytesPerSecond ? [trans.__('%1 left', formatDuration(secondsLeft))] : [])
  ];
}

/** Return the notification about a transfer that has ended. */
export function completionMessage(job: Job, trans: TranslationBundle): string {
  const subject = subjectLabel(job, trans);
  if (job.state === 'done') {
    return job.kind === 'download'
      ? trans.__('Downloaded from openBIS: %1.', subject)
      : trans.__('Uploaded to openBIS: %1.', subject);
  }
  if (job.state === 'cancelled') {
    if (isStopped(job)) {
      return trans.__('Jupyter was stopped: %1.', subject);
    }
    const reason = errorText(job, trans);
    return reason ? `${subject}: ${reason}` : trans.__('Cancelled: %1.', subject);
  }
  return trans.__('%1 has failed: %2', `${kindLabel(job, trans)} (${subject})`, errorText(job, trans));
}

/** Return why nothing of a data set is downloaded: no file matches, or its files are outside openBIS. */
export function skippedMessage(reason: string, trans: TranslationBundle): string {
  const codes = ['no-files-match', 'data-set-not-physical'];
  const known = codes.map(code => translated(reason, SENTENCES[code], trans));
  return known.find(words => words !== null) ?? reason;
}

/** Return the remark on files of an earlier download that openBIS has no more. */
export function removedLabel(count: number, trans: TranslationBundle): string {
  return trans._n(
    '%1 file was removed in openBIS. It is still in the folder.',
    '%1 files were removed in openBIS. They are still in the folder.',
    count
  );
}

function errorText(job: Job, trans: TranslationBundle): string {
  const error = jobError(job);
  return error ? errorMessage(error, trans) : '';
}

/** Return why a transfer has failed; errors of the login have status 401, like those of requests. */
export function jobError({ error }: Job): ApiError | null {
  if (error === null) {
    return null;
  }
  return ApiError.fromAnswer(LOGIN_ERRORS.includes(String(error.code)) ? 401 : 500, error);
}

/** Return the path below Jupyter's root folder; other paths stay absolute. */
export function folderLabel(folder: string, root: string, trans: TranslationBundle): string {
  const path = belowRoot(root, folder);
  return path === '' ? trans.__('Jupyter’s root folder') : (path ?? folder);
}
