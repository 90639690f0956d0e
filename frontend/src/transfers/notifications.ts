import { TranslationBundle } from '@jupyterlab/translation';

import { Host } from '../host/host';
import { completionMessage, isStopped } from './labels';
import { TransfersModel } from './transfers';

/** Notify of transfers that have ended, also when the panel is hidden, except those that the user has cancelled. */
export function notifyOfCompletion(transfers: TransfersModel, host: Host, trans: TranslationBundle): void {
  transfers.ended.connect((_, job) => {
    if (job.state !== 'cancelled' || isStopped(job)) {
      host.notify(completionMessage(job, trans), job.state === 'done' ? 'success' : 'error');
    }
  });
}
