import { TranslationBundle } from '@jupyterlab/translation';

import { EntryState } from '../../api';
import { errorMessage } from '../../common/messages/errors';
import { syncProblem } from '../../common/messages/syncErrors';
import { FileBadge } from '../../host/fileListings';

/** Each state has a shape of its own: colours alone would not be enough. */
const ICONS: Record<EntryState['state'], string> = {
  same: 'M6.4 12.6L2.2 8.4l1.5-1.5 2.7 2.7 6-6 1.5 1.5z',
  changed: 'M8 2.4l5.4 5.4-1.5 1.5L9 6.4V14H7V6.4L4.1 9.3 2.6 7.8z',
  new: 'M7 3h2v4h4v2H9v4H7V9H3V7h4z',
  waiting:
    'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zm0 1.7a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM7.2 5h1.6v2.6l2 1.2-.8 1.4-2.8-1.7z',
  conflict: 'M8 1.2l7.2 13H.8zM7.1 5.8v4.4h1.8V5.8zm0 5.4v1.7h1.8v-1.7z',
  copy: 'M5 1.8h8.4v9.4h-2.3v3H2.6V4.8H5zm1.6 1.6v1.4h4.5v4.8h.7V3.4zM4.2 6.4v6.2h5.3V6.4z',
  failed: 'M4.3 2.8L8 6.5l3.7-3.7 1.5 1.5L9.5 8l3.7 3.7-1.5 1.5L8 9.5l-3.7 3.7-1.5-1.5L6.5 8 2.8 4.3z',
  ignored: 'M3 7.1h10v1.8H3z',
  unknown: 'M3 6.8h2.4v2.4H3zm3.8 0h2.4v2.4H6.8zm3.8 0H13v2.4h-2.4z'
};

/** Return the badge of a file or folder. */
export function badgeOf({ name, state, problem }: EntryState, trans: TranslationBundle): FileBadge {
  const words =
    state === 'failed' ? errorMessage : (each: { reason: string }) => syncProblem(name, each.reason, trans);
  const why = problem === null ? null : words({ reason: problem }, trans);
  const labels: Record<EntryState['state'], string> = {
    same: trans.__('In openBIS'),
    changed: why === null ? trans.__('Changed: not yet in openBIS') : trans.__('Different: %1', why),
    new: trans.__('New: not yet in openBIS'),
    waiting: trans.__('Waiting: it may still be written'),
    conflict: trans.__(
      'Conflict: it was changed here and in openBIS. A copy beside it has openBIS’s version.'
    ),
    copy: trans.__('openBIS’s version of a file that was changed here, too'),
    failed: why === null ? trans.__('Failed') : trans.__('Failed: %1', why),
    ignored: why === null ? trans.__('Not synchronised') : trans.__('Not synchronised: %1', why),
    unknown:
      why === null
        ? trans.__('Too many files: not all of them were compared')
        : trans.__('Not known: %1', why)
  };
  return { kind: state, icon: ICONS[state], label: labels[state] };
}
