import { TranslationBundle } from '@jupyterlab/translation';

import { Job } from '../../api';
import { Host, NotificationAction } from '../../host/host';
import { completionMessage, isStopped } from '../labels';
import { canResume } from '../resume';
import { TransfersModel } from '../transfers';

/** Milliseconds that a notification waits for other transfers that end as well. */
const BURST = 3_000;

/** What users can do from a notification. */
export interface NotificationCommands {
  /** Show the list of transfers. */
  show: () => void;
  /** Resume a download. */
  resume: (job: Job) => void;
}

/**
 * Notify of transfers that have ended, also when the panel is hidden, except those that the user has cancelled. Several
 * that end within a few seconds get one notification.
 *
 * @param later Calls a function after some milliseconds.
 */
export function notifyOfCompletion(
  transfers: TransfersModel,
  host: Host,
  trans: TranslationBundle,
  commands: NotificationCommands,
  later: (call: () => void, milliseconds: number) => unknown = setTimeout.bind(window)
): void {
  const ended: Job[] = [];
  let isPending = false;
  const notify = () => {
    isPending = false;
    const all = ended.splice(0);
    const kind = all.every(job => job.state === 'done') ? 'success' : 'error';
    host.notify(summary(all, trans), kind, actions(all, trans, commands));
  };
  transfers.ended.connect((_, job) => {
    if (job.state !== 'cancelled' || isStopped(job)) {
      ended.push(job);
      if (!isPending) {
        isPending = true;
        later(notify, transfers.running.length ? BURST : 0);
      }
    }
  });
}

function summary(jobs: Job[], trans: TranslationBundle): string {
  if (jobs.length === 1) {
    return completionMessage(jobs[0], trans);
  }
  const done = jobs.filter(job => job.state === 'done').length;
  const words = trans._n('%1 transfer finished', '%1 transfers finished', done);
  const failed = jobs.length - done;
  return failed ? `${words}, ${trans._n('%1 failed', '%1 failed', failed)}` : words;
}

function actions(
  jobs: Job[],
  trans: TranslationBundle,
  { show, resume }: NotificationCommands
): NotificationAction[] {
  const failed = jobs.filter(job => job.state === 'failed' && canResume(job));
  const again =
    jobs.length === 1 && failed.length ? [{ label: trans.__('Resume'), run: () => resume(failed[0]) }] : [];
  return [...again, { label: trans.__('Show'), run: show }];
}
