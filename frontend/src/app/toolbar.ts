import { CommandToolbarButton } from '@jupyterlab/ui-components';
import { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import { Notebooks } from '../host/notebooks';
import { Commands } from './ids';

/** Put buttons into the toolbar of every notebook, as the published front ends have them. */
export function addToolbarButtons(
  notebooks: Notebooks,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  const buttons = [
    { command: Commands.connections, label: trans.__('openBIS') },
    { command: Commands.browse, label: trans.__('Download') },
    { command: Commands.upload, label: trans.__('Upload') }
  ];
  notebooks.opened.connect((_, panel) => {
    buttons.forEach(({ command, label }, index) => {
      const button = new CommandToolbarButton({ commands, id: command, label });
      panel.toolbar.insertItem(10 + index, command, button);
    });
  });
}
