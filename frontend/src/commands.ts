import { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { Commands } from './ids';
import { openbisIcon } from './ui/icon';
import { Services } from './ui/services';

/** Add the commands, to the palette as well. */
export function addCommands(app: JupyterFrontEnd, services: Services, palette: ICommandPalette | null): void {
  const { trans, navigation, selection, host } = services;
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
  add(Commands.download, trans.__('Download from openBIS by permId'), () => {
    selection.download([]);
    navigation.begin('download');
  });
  add(Commands.upload, trans.__('Upload to openBIS'), () => navigation.begin('upload'));
  add(Commands.publish, trans.__('Publish this notebook in openBIS'), () => navigation.begin('publish'));
}
