import { TranslationBundle } from '@jupyterlab/translation';

import { Amount, ApiError, Job, Progress } from '../../api';
import { belowRoot } from '../../notebook/paths';
import { duration, size } from '../common/amounts';

const LOGIN_CODES = ['not-logged-in', 'wrong-credentials', 'missing-credentials', 'session-expired'];

/** What a transfer is about: the data set, or how many. */
export function subjectOf(job: Job, trans: TranslationBundle): string {
  const [first, ...others] = job.permIds;
  if (first === undefined) {
    return trans.__('New data set'); // of an upload that has not ended
  }
  return others.length ? trans._n('%1 data set', '%1 data sets', job.permIds.length) : first;
}

export function kindInWords({ kind }: Job, trans: TranslationBundle): string {
  const words = {
    download: trans.__('Download'),
    upload: trans.__('Upload'),
    publish: trans.__('Publication')
  };
  return words[kind];
}

/** What a transfer is called, so that it can be told from others: `Download 20230315101500001-1001`. */
export function nameInWords(job: Job, trans: TranslationBundle): string {
  return `${kindInWords(job, trans)} ${subjectOf(job, trans)}`;
}

export function stateInWords({ state }: Job, trans: TranslationBundle): string {
  const words = {
    queued: trans.__('Waiting for its turn'),
    running: trans.__('Running'),
    done: trans.__('Done'),
    failed: trans.__('Failed'),
    cancelled: trans.__('Cancelled')
  };
  return words[state];
}

/** `3 files, 1.2 MB`. */
export function amountInWords({ files, bytes }: Amount, trans: TranslationBundle): string {
  return trans._n('%1 file, %2', '%1 files, %2', files, size(bytes));
}

/** How far a transfer has come, how fast it is, and how long it will take; as far as that is known. */
export function progressInWords(progress: Progress, trans: TranslationBundle): string[] {
  const { files, bytes, totalFiles, totalBytes, bytesPerSecond, secondsLeft } = progress;
  if (totalFiles === null || totalBytes === null) {
    return [bytes ? amountInWords(progress, trans) : trans.__('Looking what there is to do…')];
  }
  return [
    trans._n('%2 of %1 file', '%2 of %1 files', totalFiles, files),
    trans.__('%1 of %2', size(bytes), size(totalBytes)),
    ...(bytesPerSecond ? [trans.__('%1/s', size(bytesPerSecond))] : []),
    ...(secondsLeft !== null && bytesPerSecond ? [trans.__('%1 left', duration(secondsLeft))] : [])
  ];
}

/** One sentence for people who look elsewhere. */
export function endInWords(job: Job, trans: TranslationBundle): string {
  const subject = subjectOf(job, trans);
  if (job.state === 'done') {
    return job.kind === 'download'
      ? trans.__('Downloaded from openBIS: %1.', subject)
      : trans.__('Uploaded to openBIS: %1.', subject);
  }
  if (job.state === 'cancelled') {
    return trans.__('Cancelled: %1.', subject);
  }
  return trans.__('%1 has failed: %2', `${kindInWords(job, trans)} (${subject})`, errorOf(job)?.reason ?? '');
}

/** Why a transfer has failed; a missing login looks like that of any call. */
export function errorOf({ error }: Job): ApiError | null {
  if (error === null) {
    return null;
  }
  return ApiError.fromAnswer(LOGIN_CODES.includes(String(error.code)) ? 401 : 500, error);
}

/** A folder of the host as Jupyter calls it; what lies elsewhere stays absolute. */
export function folderInWords(folder: string, root: string, trans: TranslationBundle): string {
  const path = belowRoot(root, folder);
  return path === '' ? trans.__('Jupyter’s root folder') : (path ?? folder);
}

/** `14:05`, or with the date when it was another day. */
export function timeInWords(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  const clock = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return time.toDateString() === now.toDateString() ? clock : `${time.toLocaleDateString()} ${clock}`;
}
