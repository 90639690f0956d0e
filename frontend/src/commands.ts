import { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { ApiError } from './api';
import { Commands } from './ids';
import { saveRequirements, summary } from './notebook/saveRequirements';
import { openbisIcon } from './ui/icon';
import { Services } from './ui/services';

/** Something to do. */
interface Offer {
  id: string;
  label: string;
  execute: () => void;
  /** What it does, where the label does not say it. */
  caption?: string;
  /** What has to be done before this can be done, as a sentence; null: it can. */
  missing?: () => string | null;
  /** It has nothing to show in the panel. */
  isInPassing?: boolean;
}

/** Add the commands. `schema/commands.json` has the menus and keys that lead to them. */
export function addCommands(app: JupyterFrontEnd, services: Services): void {
  for (const offer of [...placesToShow(services), ...thingsToSend(services)]) {
    addCommand(app, services, offer);
  }
}

/** Let the commands be found by their names; all but the one that belongs to the file browser's menu. */
export function addToPalette(palette: ICommandPalette): void {
  Object.values(Commands)
    .filter(command => command !== Commands.uploadSelected)
    .forEach(command => palette.addItem({ command, category: 'openBIS' }));
}

function addCommand(app: JupyterFrontEnd, { host }: Services, offer: Offer): void {
  const { id, label, caption = label, execute, missing = () => null } = offer;
  app.commands.addCommand(id, {
    label,
    caption: () => missing() ?? caption,
    usage: () => missing() ?? '',
    icon: openbisIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => missing() === null,
    execute: () => {
      execute();
      if (!offer.isInPassing) {
        host.showPanel();
      }
    }
  });
  host.changed.connect(() => app.commands.notifyCommandChanged(id));
}

function placesToShow({ trans, navigation }: Services): Offer[] {
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
    }
  ];
}

function thingsToSend(services: Services): Offer[] {
  const { trans, navigation, selection, host, uploads } = services;
  const needsNotebook = () => (host.notebook ? null : trans.__('Open the notebook first.'));
  const needsFiles = () =>
    host.selectedFiles.length ? null : trans.__('Select files or folders in the file browser first.');
  return [
    {
      id: Commands.download,
      label: trans.__('Download from openBIS by permId'),
      execute: () => {
        selection.download([]);
        navigation.begin('download');
      }
    },
    { id: Commands.upload, label: trans.__('Upload to openBIS'), execute: () => navigation.begin('upload') },
    {
      id: Commands.uploadSelected,
      label: trans.__('Upload to openBIS'),
      missing: needsFiles,
      execute: () => {
        uploads.propose(host.selectedFiles);
        navigation.begin('upload');
      }
    },
    {
      id: Commands.publish,
      label: trans.__('Publish this notebook in openBIS'),
      missing: needsNotebook,
      execute: () => navigation.begin('publish')
    },
    {
      id: Commands.saveRequirements,
      label: trans.__('Save requirements of this notebook'),
      caption: trans.__('Write the packages of its kernel beside it: requirements.txt and runtime.txt'),
      missing: needsNotebook,
      isInPassing: true,
      execute: () => void tellRequirements(services)
    }
  ];
}

/** Ask the kernel of the notebook in front, and tell what came of it in passing. */
async function tellRequirements({ trans, host, api }: Services): Promise<void> {
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
