import { TranslationBundle } from '@jupyterlab/translation';

import { Host } from '../../host/host';
import { TransfersModel } from '../../state/transfers';
import { endInWords } from './words';

/** Tell in passing how transfers have ended, also when the panel is hidden. Whoever has cancelled one knows. */
export function announceEnds(transfers: TransfersModel, host: Host, trans: TranslationBundle): void {
  transfers.ended.connect((_, job) => {
    if (job.state !== 'cancelled') {
      host.notify(endInWords(job, trans), job.state === 'done' ? 'success' : 'error');
    }
  });
}
