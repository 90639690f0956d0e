import { TranslationBundle } from '@jupyterlab/translation';
import { ISignal } from '@lumino/signaling';

import { TransfersModel } from '../transfers';

/** The part of the title of a widget that is changed here. */
export interface BadgeTitle {
  caption: string;
  dataset: { readonly [key: string]: string };
}

/** Attributes of the tab in the side bar: the number of active transfers, and whether one has failed. */
const BADGE = 'openbis-badge';
const FAILED = 'openbis-failed';

/** What goes on by itself, and how much of it fails. */
interface KeptGoing {
  readonly changed: ISignal<unknown, void>;
  readonly failing: number;
}

/**
 * Show the number of active transfers, and a mark for failed ones and for folders that cannot be kept in openBIS, on the icon
 * of the panel in the side bar.
 */
export function showSidebarBadge(
  title: BadgeTitle,
  transfers: TransfersModel,
  kept: KeptGoing,
  trans: TranslationBundle
): void {
  const name = title.caption;
  const update = () => {
    const running = transfers.running.length;
    const failed = transfers.failed.length + kept.failing;
    const others = Object.entries(title.dataset).filter(([key]) => key !== BADGE && key !== FAILED);
    title.dataset = Object.fromEntries([
      ...others,
      ...(running ? [[BADGE, String(running)]] : []),
      ...(failed ? [[FAILED, String(failed)]] : [])
    ]);
    const details = [
      ...(running ? [trans._n('%1 transfer', '%1 transfers', running)] : []),
      ...(failed ? [trans._n('%1 failed', '%1 failed', failed)] : [])
    ];
    title.caption = details.length ? `${name} (${details.join(', ')})` : name;
  };
  transfers.changed.connect(update);
  kept.changed.connect(update);
  update();
}
