import { Job } from '../../api';
import { TRANSFERS } from '../../common/Icon';
import { isStopped } from '../labels';

export const CANCEL =
  'M4.5 3.4L8 6.9l3.5-3.5 1.1 1.1L9.1 8l3.5 3.5-1.1 1.1L8 9.1l-3.5 3.5-1.1-1.1L6.9 8 3.4 4.5z';
export const RESUME = 'M5 3l8 5-8 5z';
export const RETRY =
  'M8 3a5 5 0 0 1 3.6 1.5L13.5 2.7V7.5H8.7l1.8-1.8A3.5 3.5 0 1 0 11.3 9h1.6A5 5 0 1 1 8 3z';
export const FOLDER = 'M1.5 3h4.8l1.5 1.8h6.7V13h-13zm1.4 3.2v5.4h10.2V6.2z';
export const EXTERNAL = 'M9 2h5v5h-1.4V4.4L7.5 9.5l-1-1 5.1-5.1H9zM3 4h4v1.4H4.4v6.2h6.2V9H12v4H3z';
export const COPY = 'M5 2h8v9h-2v3H3V5h2zm1.3 1.3V5H11v4.7h.7V3.3zM4.3 6.3v6.4h5.4V6.3z';

const DOWN = 'M8 13l-5-5 1.1-1.1 3.1 3.2V3h1.6v7.1l3.1-3.2L13 8z';
const UP = 'M8 3l5 5-1.1 1.1-3.1-3.2V13H7.2V5.9L4.1 9.1 3 8z';
const CLOCK =
  'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 1.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2zM7.3 5h1.4v2.7l2 1.2-.7 1.2-2.7-1.6z';
const TICK = 'M6.5 12.4L2.6 8.5l1.1-1.1 2.8 2.8 5.8-5.8 1.1 1.1z';
const WARNING = 'M8 2l6.5 12h-13zm-.7 4v4h1.4V6zm0 5v1.4h1.4V11z';
const STOPPED = 'M4 4h8v8H4z';

/** Return the icon of the state of a transfer; of a running one, its direction. */
export function stateIcon(job: Job): string {
  if (isStopped(job)) {
    return STOPPED;
  }
  const icons: Record<Job['state'], string> = {
    queued: CLOCK,
    running: job.kind === 'sync' ? TRANSFERS : job.kind === 'download' ? DOWN : UP,
    waitingToRetry: CLOCK,
    done: TICK,
    failed: WARNING,
    cancelled: CANCEL
  };
  return icons[job.state];
}
