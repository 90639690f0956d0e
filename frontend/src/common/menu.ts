import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

/** An entry of a menu. */
export interface MenuAction {
  label: string;
  act: () => void;
  /** Why it is disabled, as a sentence for its tooltip; null or missing: it is enabled. */
  disabledReason?: string | null;
}

/** A line between entries. */
export const SEPARATOR = 'separator';

export type MenuEntry = MenuAction | typeof SEPARATOR;

/**
 * Open a menu as JupyterLab's own ones, for the mouse and the keyboard.
 *
 * @param entries Its entries, from top to bottom.
 * @param at Position in the window, in pixels.
 * @param onClose Called when it has closed, before a chosen action runs.
 */
export function openMenu(
  entries: ReadonlyArray<MenuEntry>,
  at: { x: number; y: number },
  onClose: () => void = () => undefined
): Menu {
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  menu.addClass('jp-openbis-menu');
  entries.forEach((entry, index) => {
    if (entry === SEPARATOR) {
      menu.addItem({ type: 'separator' });
      return;
    }
    const { label, act, disabledReason = null } = entry;
    const command = String(index);
    commands.addCommand(command, {
      label,
      caption: disabledReason ?? '',
      isEnabled: () => disabledReason === null,
      execute: act
    });
    menu.addItem({ command });
  });
  menu.aboutToClose.connect(() => {
    onClose();
    // Lumino runs the action after the menu has closed.
    requestAnimationFrame(() => menu.dispose());
  });
  menu.open(at.x, at.y);
  return menu;
}
