import { TranslationBundle } from '@jupyterlab/translation';

import { KeptFolder } from '../../api';
import { formatTime } from '../../common/messages/format';
import { DIFFERENCE_KINDS } from '../../transfers/sync/syncLabels';

/** Return what happens with a kept folder. */
export function keptStateLabel({ state }: KeptFolder, trans: TranslationBundle): string {
  const labels: Record<KeptFolder['state'], string> = {
    watching: trans.__('Waits for changes'),
    synchronising: trans.__('Synchronising…'),
    failing: trans.__('Failed; is tried again'),
    notLoggedIn: trans.__('Waits for your login')
  };
  return labels[state];
}

/** Return when a folder was synchronised last, or what happens with it if that is more important. */
export function keptAside(kept: KeptFolder, trans: TranslationBundle): string {
  const { state, lastSynchronised } = kept;
  return state === 'watching' && lastSynchronised !== null
    ? trans.__('Synchronised %1', formatTime(lastSynchronised, trans))
    : keptStateLabel(kept, trans);
}

/** Return which way files go, as a short text. */
export function directionLabel(direction: KeptFolder['direction'], trans: TranslationBundle): string {
  const labels: Record<KeptFolder['direction'], string> = {
    both: trans.__('Both ways'),
    up: trans.__('Only send to openBIS'),
    down: trans.__('Only fetch from openBIS')
  };
  return labels[direction];
}

/** Return how many files stay different until the user decides. */
export function differenceCount({ differenceCounts }: KeptFolder): number {
  return DIFFERENCE_KINDS.reduce((sum, kind) => sum + (differenceCounts[kind] ?? 0), 0);
}

/** Whether the user has to do something. */
export function needsAttention(kept: KeptFolder): boolean {
  return kept.state === 'failing' || kept.state === 'notLoggedIn' || differenceCount(kept) > 0;
}
