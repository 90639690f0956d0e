import { TranslationBundle } from '@jupyterlab/translation';

import { SyncAction, SyncActionKind } from '../../api';
import { syncProblem } from '../../common/messages/syncErrors';

/** Kinds of what is done, in the order in which they are listed; the last ones delete. */
export const WORK_KINDS = [
  'send',
  'fetch',
  'make-folder-in-openbis',
  'make-folder-here',
  'move-in-openbis',
  'move-here',
  'delete-in-openbis',
  'delete-here'
] as const;

/** Kinds of what stays different, the most important one first. */
export const DIFFERENCE_KINDS = [
  'conflict',
  'blocked',
  'edited-here',
  'edited-in-openbis',
  'removed-here',
  'removed-in-openbis'
] as const;

export type WorkKind = (typeof WORK_KINDS)[number];
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Whether files are deleted by an action. */
export function isDeletion(kind: SyncActionKind): boolean {
  return kind === 'delete-in-openbis' || kind === 'delete-here';
}

/** Return what is to be done with a number of files or folders. */
export function workLabel(kind: WorkKind, count: number, trans: TranslationBundle): string {
  const labels: Record<WorkKind, () => string> = {
    send: () => trans._n('%1 file is sent to openBIS', '%1 files are sent to openBIS', count),
    fetch: () => trans._n('%1 file is fetched from openBIS', '%1 files are fetched from openBIS', count),
    'make-folder-in-openbis': () =>
      trans._n('%1 folder is created in openBIS', '%1 folders are created in openBIS', count),
    'make-folder-here': () => trans._n('%1 folder is created here', '%1 folders are created here', count),
    'move-in-openbis': () =>
      trans._n('%1 file is renamed in openBIS', '%1 files are renamed in openBIS', count),
    'move-here': () => trans._n('%1 file is renamed here', '%1 files are renamed here', count),
    'delete-in-openbis': () =>
      trans._n('%1 is moved to openBIS’s trash', '%1 are moved to openBIS’s trash', count),
    'delete-here': () =>
      trans._n('%1 is moved to the trash in the folder', '%1 are moved to the trash in the folder', count)
  };
  return labels[kind]();
}

/** Return what was done with a number of files or folders. */
export function doneLabel(kind: WorkKind, count: number, trans: TranslationBundle): string {
  const labels: Record<WorkKind, () => string> = {
    send: () => trans._n('%1 file sent', '%1 files sent', count),
    fetch: () => trans._n('%1 file fetched', '%1 files fetched', count),
    'make-folder-in-openbis': () =>
      trans._n('%1 folder created in openBIS', '%1 folders created in openBIS', count),
    'make-folder-here': () => trans._n('%1 folder created here', '%1 folders created here', count),
    'move-in-openbis': () => trans._n('%1 file renamed in openBIS', '%1 files renamed in openBIS', count),
    'move-here': () => trans._n('%1 file renamed here', '%1 files renamed here', count),
    'delete-in-openbis': () => trans._n('%1 deleted in openBIS', '%1 deleted in openBIS', count),
    'delete-here': () => trans._n('%1 deleted here', '%1 deleted here', count)
  };
  return labels[kind]();
}

/** Return what differs, for a number of files. */
export function differenceLabel(kind: DifferenceKind, count: number, trans: TranslationBundle): string {
  const labels: Record<DifferenceKind, () => string> = {
    conflict: () =>
      trans._n('%1 file was changed here and in openBIS', '%1 files were changed here and in openBIS', count),
    blocked: () =>
      trans._n('%1 cannot be stored on the other side', '%1 cannot be stored on the other side', count),
    'edited-here': () =>
      trans._n('%1 file is new or was changed here', '%1 files are new or were changed here', count),
    'edited-in-openbis': () =>
      trans._n(
        '%1 file is new or was changed in openBIS',
        '%1 files are new or were changed in openBIS',
        count
      ),
    'removed-here': () => trans._n('%1 file was removed here', '%1 files were removed here', count),
    'removed-in-openbis': () =>
      trans._n('%1 file was removed in openBIS', '%1 files were removed in openBIS', count)
  };
  return labels[kind]();
}

/** Return why that is left as it is, and what the user can do. */
export function differenceAdvice(kind: DifferenceKind, trans: TranslationBundle): string | null {
  const advice: Record<DifferenceKind, string | null> = {
    conflict: trans.__(
      'Both versions are kept: openBIS’s is stored beside yours, with “(openBIS)” in its name. To keep yours, delete that copy. To take openBIS’s, rename the copy to the name of the file.'
    ),
    blocked: null,
    'edited-here': trans.__('Files are only fetched from openBIS: these are not sent.'),
    'edited-in-openbis': trans.__('Files are only sent to openBIS: these are not fetched.'),
    'removed-here': trans.__(
      'They are kept in openBIS. To delete them there, tick “Delete what was deleted…”.'
    ),
    'removed-in-openbis': trans.__('They are kept here. To delete them, tick “Delete what was deleted…”.')
  };
  return advice[kind];
}

/** Return what is to be said about a path: why it cannot be stored, or its former name. */
export function actionRemark(
  { path, problem, movedFrom }: SyncAction,
  trans: TranslationBundle
): string | null {
  if (problem !== null) {
    return syncProblem(path, problem, trans);
  }
  return movedFrom === null ? null : trans.__('before: %1', movedFrom);
}
