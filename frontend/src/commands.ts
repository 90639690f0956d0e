import { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { ApiError } from './api';
import { Commands } from './ids';
import { saveRequirements, summary } from './notebook/saveRequirements';
import { openbisIcon } from './ui/icon';
import { Services } from './ui/services';

/** Add the commands, to the palette as well. */
export function addCommands(app: JupyterFrontEnd, services: Services, palette: ICommandPalette | null): void {
  const { trans, navigation, host } = services;
  const add = (id: string, label: string, execute: () => void) => {
    app.commands.addCommand(id, {
      label,
      icon: openbisIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        execute();
        host.showPanel();
      }
    });
    palette?.addItem({ command: id, category: trans.__('openBIS') });
  };
  add(Commands.open, trans.__('Show openBIS'), () => undefined);
  add(Commands.browse, trans.__('Browse openBIS'), () => navigation.show('browse'));
  add(Commands.connections, trans.__('Connections to openBIS'), () => navigation.show('connections'));
  add(Commands.transfers, trans.__('Transfers from and to openBIS'), () => navigation.show('transfers'));
  add(Commands.upload, trans.__('Upload to openBIS'), () => navigation.begin('upload'));
  add(Commands.publish, trans.__('Publish this notebook in openBIS'), () => navigation.begin('publish'));
  addSaveRequirements(app, services, palette);
}

/** It has nothing to show in the panel: what came of it is told in passing. */
function addSaveRequirements(
  app: JupyterFrontEnd,
  { trans, host, api }: Services,
  palette: ICommandPalette | null
): void {
  app.commands.addCommand(Commands.saveRequirements, {
    label: trans.__('Save requirements of this notebook'),
    caption: trans.__('Write the packages of its kernel beside it: requirements.txt and runtime.txt'),
    icon: openbisIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => host.notebook !== null,
    execute: async () => {
      const { notebook } = host;
      if (!notebook) {
        return;
      }
      try {
        host.notify(summary(await saveRequirements(notebook, api.notebook, trans), trans), 'success');
      } catch (problem) {
        host.notify(ApiError.from(problem).reason, 'error');
      }
    }
  });
  palette?.addItem({ command: Commands.saveRequirements, category: trans.__('openBIS') });
}
