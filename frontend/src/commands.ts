import { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { Commands } from './ids';
import { openbisIcon } from './ui/icon';
import { Services } from './ui/services';

/** Something to do in the panel. */
interface Offer {
  id: string;
  label: string;
  execute: () => void;
  /** What has to be done before this can be done, as a sentence; null: it can. */
  missing?: () => string | null;
  /** Where it makes no sense to be found by its name. */
  isHidden?: boolean;
}

/** Add the commands, to the palette as well. `schema/commands.json` has menus and keys. */
export function addCommands(app: JupyterFrontEnd, services: Services, palette: ICommandPalette | null): void {
  const { trans, host } = services;
  for (const { id, label, execute, missing = () => null, isHidden } of offers(services)) {
    app.commands.addCommand(id, {
      label,
      caption: () => missing() ?? label,
      usage: () => missing() ?? '',
      icon: openbisIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => missing() === null,
      execute: () => {
        execute();
        host.showPanel();
      }
    });
    if (!isHidden) {
      palette?.addItem({ command: id, category: trans.__('openBIS') });
    }
    host.changed.connect(() => app.commands.notifyCommandChanged(id));
  }
}

function offers({ trans, navigation, host }: Services): Offer[] {
  const needsNotebook = () => (host.notebook ? null : trans.__('Open the notebook first.'));
  const needsFiles = () =>
    host.selectedFiles.length ? null : trans.__('Select files or folders in the file browser first.');
  return [
    { id: Commands.open, label: trans.__('Show openBIS'), execute: () => undefined },
    { id: Commands.browse, label: trans.__('Browse openBIS'), execute: () => navigation.show('browse') },
    {
      id: Commands.connections,
      label: trans.__('Connections to openBIS'),
      execute: () => navigation.show('connections')
    },
    {
      id: Commands.transfers,
      label: trans.__('Transfers from and to openBIS'),
      execute: () => navigation.show('transfers')
    },
    { id: Commands.upload, label: trans.__('Upload to openBIS'), execute: () => navigation.begin('upload') },
    {
      id: Commands.uploadSelected,
      label: trans.__('Upload to openBIS'),
      missing: needsFiles,
      isHidden: true,
      execute: () => navigation.begin('upload')
    },
    {
      id: Commands.publish,
      label: trans.__('Publish this notebook in openBIS'),
      missing: needsNotebook,
      execute: () => navigation.begin('publish')
    }
  ];
}
