import { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { ApiError, ENVIRONMENT_FILES } from '../api';
import { errorMessage } from '../common/messages/errors';
import { readOnlyReason } from '../connections/readOnly';
import { saveRequirements, summary } from '../notebook/saveRequirements';
import { openbisIcon } from './icon';
import { Commands } from './ids';
import { Services } from './services';

/** A command of the panel. */
interface CommandSpec {
  id: string;
  label: string | (() => string);
  execute: () => void;
  /** Tooltip, where the label is not enough. */
  caption?: string;
  /** Why the command is disabled, as a sentence; null: it is enabled. */
  disabledReason?: () => string | null;
  /** Whether it reveals the panel; by default, yes. */
  opensPanel?: boolean;
}

/** Add the commands. `schema/commands.json` has the menus and keys that lead to them. */
export function addCommands(app: JupyterFrontEnd, services: Services): void {
  for (const spec of [...viewCommands(services), ...transferCommands(services), ...syncCommands(services)]) {
    addCommand(app, services, spec);
  }
}

const NOT_IN_PALETTE: ReadonlyArray<string> = [
  Commands.uploadSelected,
  Commands.syncSelected,
  Commands.start,
  Commands.openLink
];

/** Add the commands to the palette, except those of the file browser's menu, the notebook's toolbar and links. */
export function addToPalette(palette: ICommandPalette): void {
  Object.values(Commands)
    .filter(command => !NOT_IN_PALETTE.includes(command))
    .forEach(command => palette.addItem({ command, category: 'openBIS' }));
}

function addCommand(app: JupyterFrontEnd, { host, connections }: Services, spec: CommandSpec): void {
  const { id, label, caption = label, execute, disabledReason = () => null } = spec;
  app.commands.addCommand(id, {
    label,
    caption: () => disabledReason() ?? (typeof caption === 'string' ? caption : caption()),
    usage: () => disabledReason() ?? '',
    icon: openbisIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => disabledReason() === null,
    execute: () => {
      execute();
      if (spec.opensPanel ?? true) {
        host.showPanel();
      }
    }
  });
  host.changed.connect(() => app.commands.notifyCommandChanged(id));
  connections.changed.connect(() => app.commands.notifyCommandChanged(id));
}

function viewCommands({ trans, navigation, connections }: Services): CommandSpec[] {
  return [
    {
      id: Commands.start,
      label: trans.__('Show openBIS Panel'),
      execute: () => {
        const show = () => navigation.showTab(connections.hasLogin === false ? 'connections' : 'browse');
        void (connections.hasLogin === null ? connections.refresh().then(show) : show());
      }
    },
    { id: Commands.open, label: trans.__('Show openBIS Panel'), execute: () => undefined },
    { id: Commands.browse, label: trans.__('Browse openBIS'), execute: () => navigation.showTab('browse') },
    {
      id: Commands.notebook,
      label: trans.__('openBIS Data of the Notebook'),
      execute: () => navigation.showTab('notebook')
    },
    {
      id: Commands.connections,
      label: trans.__('openBIS Connections'),
      execute: () => navigation.showTab('connections')
    },
    {
      id: Commands.transfers,
      label: trans.__('openBIS Transfers'),
      execute: () => navigation.showTab('transfers')
    }
  ];
}

function transferCommands(services: Services): CommandSpec[] {
  const { trans, navigation, selection, host, uploads, connections } = services;
  const needsNotebook = () => (host.notebook ? null : trans.__('Open the notebook first.'));
  const needsFiles = () =>
    host.selectedFiles.length ? null : trans.__('Select files or folders in the file browser first.');
  const needsChanges = () => readOnlyReason(connections, trans);
  return [
    {
      id: Commands.download,
      label: trans.__('Download from openBIS by permId…'),
      execute: () => {
        selection.download([]);
        navigation.startTask('download');
      }
    },
    {
      id: Commands.upload,
      label: trans.__('Upload to openBIS…'),
      disabledReason: needsChanges,
      execute: () => navigation.startTask('upload')
    },
    {
      id: Commands.uploadSelected,
      label: trans.__('Upload to openBIS…'),
      disabledReason: () => needsChanges() ?? needsFiles(),
      execute: () => {
        uploads.propose(host.selectedFiles);
        navigation.startTask('upload');
      }
    },
    {
      id: Commands.publish,
      label: trans.__('Publish Notebook to openBIS…'),
      disabledReason: () => needsChanges() ?? needsNotebook(),
      execute: () => navigation.startTask('publish')
    },
    {
      id: Commands.saveRequirements,
      label: trans.__('Save Notebook Requirements'),
      caption: trans.__(
        'Write %1 and %2 of its kernel beside the notebook',
        ENVIRONMENT_FILES.requirements,
        ENVIRONMENT_FILES.runtime
      ),
      disabledReason: needsNotebook,
      opensPanel: false,
      execute: () => void notifyRequirementsSaved(services)
    }
  ];
}

/** The folder is the selected one, else the one that the file browser shows. */
function syncCommands({ trans, navigation, host, syncDraft, keptFolders }: Services): CommandSpec[] {
  const folder = () => host.selectedFolder ?? host.folder;
  const execute = () => {
    syncDraft.begin(folder(), keptFolders.find(folder()));
    navigation.startTask('sync');
  };
  return [
    { id: Commands.sync, label: trans.__('Keep Folder in openBIS…'), execute },
    {
      id: Commands.syncSelected,
      label: () => (keptFolders.find(folder()) ? trans.__('Kept in openBIS…') : trans.__('Keep in openBIS…')),
      execute
    }
  ];
}

/** Save the requirements of the notebook in front, and notify of the result. */
async function notifyRequirementsSaved({ trans, host, api }: Services): Promise<void> {
  const { notebook } = host;
  if (!notebook) {
    return;
  }
  try {
    const saved = await saveRequirements(notebook, api.notebook, host, trans);
    if (saved) {
      host.notify(summary(saved, trans), 'success');
    }
  } catch (problem) {
    host.notify(errorMessage(ApiError.from(problem), trans), 'error');
  }
}
