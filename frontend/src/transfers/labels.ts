import { TranslationBundle } from '@jupyterlab/translation';

import { ApiError, DownloadPlan, Job, LOGIN_ERRORS, Progress } from '../api';
import { formatDuration, formatSize } from '../common/messages/amounts';
import { errorMessage, SENTENCES } from '../common/messages/errors';
import { formatTime, languageOf } from '../common/messages/format';
import { translated } from '../common/messages/sentences';
import { belowRoot, nameOf } from '../common/paths';

/**
 * Return the name of what a transfer is about, the number of data sets, the sample or experiment that gets files, or the
 * folder that is synchronised.
 */
export function subjectLabel(job: Job, trans: TranslationBundle): string {
  const [subject] = job.subjects;
  if (job.kind === 'sync' && job.folder !== null) {
    return nameOf(job.folder.replace(/\\/g, '/')) || job.folder;
  }
  if (job.kind === 'download' && job.permIds.length > 1) {
    return trans._n('%1 data set', '%1 data sets', job.permIds.length);
  }
  const name = subject?.name ?? (job.kind !== 'download' && job.isOfOwner ? job.owner : subject?.reference);
  return name ?? trans.__('New data set'); // of an upload that has not ended
}

/** Return the same for a sentence: a name is quoted, a number is not. */
export function quotedSubject(job: Job, trans: TranslationBundle): string {
  const label = subjectLabel(job, trans);
  return job.kind === 'download' && job.permIds.length > 1 ? label : trans.__('‘%1’', label);
}

/** Return the names and references of the first subjects, one in a line, for a tooltip. */
export function subjectLines(job: Job): string[] {
  // The data set of an upload has a permId when the upload has ended.
  const registered = job.permIds.length === 1 ? job.permIds[0] : null;
  return job.subjects.map(({ name, reference }) =>
    [name, reference ?? registered].filter(Boolean).join(' · ')
  );
}

/** Return the folder of the sample or experiment that gets files; null for its top folder, and while it is unknown. */
export function ownerFolderLabel({ owner, ownerFolder }: Job): string | null {
  const folder = ownerFolder?.replace(/^\/+|\/+$/g, '');
  return folder ? `${owner}/${folder}` : null;
}

/** Return where the files of a transfer go, or what a folder is synchronised with; null while it is unknown. */
export function placeLabel(job: Job, root: string, trans: TranslationBundle): string | null {
  const folder = job.folder === null ? ownerFolderLabel(job) : folderLabel(job.folder, root, trans);
  if (job.kind === 'sync') {
    const owner = job.subjects[0]?.name ?? job.owner;
    return folder && owner ? trans.__('%1, with %2', folder, owner) : folder;
  }
  return folder && trans.__('to %1', folder);
}

export function kindLabel({ kind }: Job, trans: TranslationBundle): string {
  const words = {
    download: trans._p('noun', 'Download'),
    upload: trans._p('noun', 'Upload'),
    uploadFiles: trans._p('noun', 'Upload'),
    publish: trans.__('Publication'),
    sync: trans.__('Synchronisation')
  };
  return words[kind];
}

/** Return the accessible name of a transfer, e.g. `Download Raw camera stack`. */
export function jobLabel(job: Job, trans: TranslationBundle): string {
  return `${kindLabel(job, trans)} ${subjectLabel(job, trans)}`;
}

export function stateLabel(job: Job, trans: TranslationBundle): string {
  const { state } = job;
  const words = {
    queued: trans.__('Queued'),
    running: trans.__('Running'),
    waitingToRetry: trans.__('Interrupted'),
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

/** Return when an interrupted transfer is tried again. */
export function retryLabel({ nextAttempt }: Job, trans: TranslationBundle, now: Date = new Date()): string {
  const seconds = nextAttempt === null ? 0 : (new Date(nextAttempt).getTime() - now.getTime()) / 1000;
  return seconds >= 1
    ? trans.__('Interrupted · next attempt in %1', formatDuration(seconds))
    : trans.__('Interrupted · next attempt now');
}

/** `3 files, 1.2 MB`. */
export function amountLabel({ files, bytes }: DownloadPlan['total'], trans: TranslationBundle): string {
  return trans._n('%1 file, %2', '%1 files, %2', files, formatSize(bytes, trans));
}

/** Return size and time of an ended transfer, or its state if it did not succeed. */
export function endLabel(job: Job, trans: TranslationBundle): string {
  const time = formatTime(job.ended ?? job.created, trans);
  const isDone = job.state === 'done';
  return `${isDone ? formatSize(job.progress.bytes, trans) : stateLabel(job, trans)} · ${time}`;
}

/** From 0 to 1; null while unknown. */
export function shareOf({ state, progress }: Job): number | null {
  const { bytes, totalBytes, files, totalFiles } = progress;
  if (state === 'queued' || totalBytes === null || totalFiles === null) {
    return null;
  }
  const [done, total] = totalBytes ? [bytes, totalBytes] : [files, totalFiles];
  return total ? Math.max(0, Math.min(1, done / total)) : null;
}

/** `41%`, `41 %`, as the language writes it; never 100 % before the end. */
export function percentLabel(share: number, trans: TranslationBundle): string {
  const percent = Math.floor(share * 100) / 100;
  return new Intl.NumberFormat(String(languageOf(trans)), { style: 'percent' }).format(percent);
}

/** `41% · 42.0 MB of 126 MB · 0:21 left`, as far as it is known. */
export function progressLabel(job: Job, trans: TranslationBundle): string {
  const { files, bytes, totalFiles, totalBytes, bytesPerSecond, secondsLeft } = job.progress;
  if (totalFiles === null || totalBytes === null) {
    return bytes ? amountLabel({ files, bytes }, trans) : trans.__('Preparing…');
  }
  const share = shareOf(job);
  return [
    ...(share === null ? [] : [percentLabel(share, trans)]),
    totalBytes
      ? trans.__('%1 of %2', formatSize(bytes, trans), formatSize(totalBytes, trans))
      : filesLabel(job.progress, trans),
    ...(secondsLeft !== null && bytesPerSecond ? [trans.__('%1 left', formatDuration(secondsLeft))] : [])
  ].join(' · ');
}

/** `1 of 4 files`; the total is omitted while it is unknown. */
export function filesLabel({ files, totalFiles }: Progress, trans: TranslationBundle): string {
  return totalFiles === null
    ? trans._n('%1 file', '%1 files', files)
    : trans._n('%2 of %1 file', '%2 of %1 files', totalFiles, files);
}

/** `500 kB/s`; empty while nothing is transferred. */
export function rateLabel({ bytesPerSecond }: Progress, trans: TranslationBundle): string {
  return bytesPerSecond ? trans.__('%1/s', formatSize(bytesPerSecond, trans)) : '';
}

/** Return the notification about a transfer that has ended. */
export function completionMessage(job: Job, trans: TranslationBundle): string {
  const subject = quotedSubject(job, trans);
  if (job.state === 'done') {
    const amount = amountLabel(job.progress, trans);
    return {
      download: trans.__('Downloaded %1 (%2)', subject, amount),
      upload: trans.__('Uploaded %1 (%2)', subject, amount),
      uploadFiles: trans.__('Uploaded files to %1 (%2)', subject, amount),
      publish: trans.__('Published %1 (%2)', subject, amount),
      sync: trans.__('Synchronised %1 (%2)', subject, amount)
    }[job.kind];
  }
  if (job.state === 'cancelled') {
    if (isStopped(job)) {
      return trans.__('Jupyter was stopped: %1.', subject);
    }
    const reason = errorText(job, trans);
    return reason ? `${subject}: ${reason}` : trans.__('Cancelled: %1.', subject);
  }
  return trans.__('%1 has failed: %2', `${kindLabel(job, trans)} ${subject}`, errorText(job, trans));
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
