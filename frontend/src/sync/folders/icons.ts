import { KeptFolder } from '../../api';
import { TRANSFERS } from '../../common/Icon';
import { WARNING } from '../../common/ErrorNote';
import { differenceCount } from './keptLabels';

const TICK = 'M6.5 12.4L2.6 8.5l1.1-1.1 2.8 2.8 5.8-5.8 1.1 1.1z';
const KEY =
  'M10.5 1.5a4 4 0 1 1-1 7.9L8 11H6.5v1.5H5V14H2v-2.6l4.7-4.7a4 4 0 0 1 3.8-5.2zm0 1.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zm.9 1.2a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z';
export const STOP = 'M4 4h8v8H4z';
export const SAMPLE =
  'M5.5 1.5h5V3h-.8v3.3l3.6 6.3a1.3 1.3 0 0 1-1.1 1.9H3.8a1.3 1.3 0 0 1-1.1-1.9l3.6-6.3V3h-.8zM7.8 3v3.7L6.2 9.5h3.6L8.2 6.7V3z';
export const SETTINGS =
  'M2 4.3h6.2a2 2 0 0 1 3.6 0H14v1.4h-2.2a2 2 0 0 1-3.6 0H2zm0 6h2.2a2 2 0 0 1 3.6 0H14v1.4H7.8a2 2 0 0 1-3.6 0H2z';

/** Return the icon of the state of a kept folder. */
export function keptIcon(kept: KeptFolder): string {
  const icons: Record<KeptFolder['state'], string> = {
    watching: differenceCount(kept) > 0 ? WARNING : TICK,
    synchronising: TRANSFERS,
    failing: WARNING,
    notLoggedIn: KEY
  };
  return icons[kept.state];
}
