import { JupyterFrontEnd } from '@jupyterlab/application';

import { ROW_COMMANDS } from './ids';
import { Services } from './services';

/**
 * Add the commands of the menu of rows. They apply to the row whose menu was opened. `schema/commands.json` puts them into
 * JupyterLab's context menu, where other extensions can add entries.
 */
export function addRowCommands(app: JupyterFrontEnd, { rowMenu, rowActions, trans }: Services): void {
  for (const action of rowActions.all) {
    const reason = () => action.disabledReason?.() ?? null;
    app.commands.addCommand(ROW_COMMANDS + action.id, {
      label: () => action.label(rowMenu.target),
      caption: () => reason() ?? '',
      usage: () => trans.__('In the menu of a row of openBIS'),
      describedBy: { args: { type: 'object', properties: {} } },
      isVisible: () => rowMenu.target !== null && action.isVisible(rowMenu.target),
      isEnabled: () => rowMenu.target !== null && reason() === null,
      execute: () => rowMenu.target && rowActions.run(action, rowMenu.target)
    });
  }
  const { menu } = app.contextMenu;
  menu.aboutToClose.connect(() => window.setTimeout(() => rowMenu.returnFocus()));
}
