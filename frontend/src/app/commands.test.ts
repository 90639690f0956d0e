import { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandRegistry } from '@lumino/commands';

import { FakeNotebook } from '../testing/fakeHost';
import { connection, fakeServices } from '../testing/render';
import { keptFolder } from '../testing/synchronised';
import { addCommands } from './commands';
import { Commands } from './ids';

// jsdom cannot load JupyterLab's icons.
jest.mock('./icon', () => ({ openbisIcon: undefined }));

/** The commands that `addCommands` adds. */
const OWN = Object.values(Commands).filter(each => each !== Commands.openLink);
const CHANGING = [Commands.upload, Commands.uploadSelected, Commands.publish];

async function commandsWith(isReadOnly: boolean): Promise<CommandRegistry> {
  const services = fakeServices();
  services.host.selectedFiles = ['data.csv'];
  services.host.notebook = new FakeNotebook('analysis.ipynb');
  services.server.on('GET', 'conns', {
    connections: [connection()],
    notebook_dir: '/',
    read_only: isReadOnly
  });
  await services.connections.start();
  const commands = new CommandRegistry();
  addCommands({ commands } as unknown as JupyterFrontEnd, services);
  return commands;
}

describe('The commands', () => {
  it('are all enabled with a notebook and selected files', async () => {
    const commands = await commandsWith(false);
    expect(OWN.filter(each => !commands.isEnabled(each))).toEqual([]);
  });

  it('keep the folder that is selected, or shown, in the file browser', async () => {
    const services = fakeServices();
    const commands = new CommandRegistry();
    addCommands({ commands } as unknown as JupyterFrontEnd, services);
    services.host.folder = 'work';
    await commands.execute(Commands.sync);
    expect([services.navigation.task, services.syncDraft.draft.folder]).toEqual(['sync', 'work']);
    services.host.selectedFolder = 'work/data';
    expect(commands.label(Commands.syncSelected)).toBe('Keep in openBIS…');
    services.server.on('GET', 'sync', { folders: [keptFolder({ direction: 'up' })] });
    await services.keptFolders.refresh();
    expect(commands.label(Commands.syncSelected)).toBe('Kept in openBIS…');
    await commands.execute(Commands.syncSelected);
    expect(services.syncDraft.draft).toMatchObject({ folder: 'work/data', direction: 'up' });
  });

  it('that change openBIS are disabled while changes are switched off, and say why', async () => {
    const commands = await commandsWith(true);
    expect(OWN.filter(each => !commands.isEnabled(each))).toEqual(CHANGING);
    for (const each of CHANGING) {
      expect(commands.caption(each)).toMatch(/read/i);
    }
    expect(commands.isEnabled(Commands.download)).toBe(true);
  });
});
