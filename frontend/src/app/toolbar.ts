import { CommandToolbarButton } from '@jupyterlab/ui-components';
import { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import { Notebooks } from '../host/notebooks';
import { Commands } from './ids';

/** Put a button into the toolbar of every notebook that shows the panel. */
export function addToolbarButton(
  notebooks: Notebooks,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  notebooks.opened.connect((_, panel) => {
    const button = new CommandToolbarButton({ commands, id: Commands.start, label: trans.__('openBIS') });
    panel.toolbar.insertItem(10, Commands.start, button);
  });
}
