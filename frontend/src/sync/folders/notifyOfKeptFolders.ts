import { TranslationBundle } from '@jupyterlab/translation';

import { KeptFolder } from '../../api';
import { errorMessage } from '../../common/messages/errors';
import { Host } from '../../host/host';
import { differenceLabel } from '../../transfers/sync/syncLabels';
import { KeptFoldersModel } from '../keptFolders';

/** The services that are used here. */
interface UsedServices {
  keptFolders: KeptFoldersModel;
  host: Host;
  trans: TranslationBundle;
  navigation: { showTab(tab: 'transfers'): void };
}

/** Notify of kept folders that begin to fail, and of new conflicts, also when the panel is hidden. */
export function notifyOfKeptFolders({ keptFolders, host, trans, navigation }: UsedServices): void {
  let before = new Map<string, KeptFolder>();
  const show = () => {
    navigation.showTab('transfers');
    host.showPanel();
  };
  keptFolders.changed.connect(() => {
    const all = new Map((keptFolders.folders ?? []).map(each => [each.folder, each]));
    for (const [folder, kept] of all) {
      const words = newsOf(before.get(folder), kept, trans);
      if (words !== null) {
        host.notify(`${folder}: ${words}`, kept.state === 'watching' ? 'info' : 'error', [
          { label: trans.__('Show'), run: show }
        ]);
      }
    }
    before = all;
  });
}

/** Return what the user should know; null if there is nothing new. */
function newsOf(before: KeptFolder | undefined, kept: KeptFolder, trans: TranslationBundle): string | null {
  if (before === undefined) {
    return null; // found at the start, or just begun by the user
  }
  if (kept.state !== before.state && kept.state === 'notLoggedIn') {
    return trans.__('Waits for your login');
  }
  if (kept.state !== before.state && kept.state === 'failing') {
    return kept.error ? errorMessage(kept.error, trans) : trans.__('Failed; is tried again');
  }
  const conflicts = kept.differenceCounts.conflict ?? 0;
  return conflicts > (before.differenceCounts.conflict ?? 0)
    ? differenceLabel('conflict', conflicts, trans)
    : null;
}
