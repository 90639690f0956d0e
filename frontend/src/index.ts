import { ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { sender } from './api';
import { addCommands, addToPalette } from './app/commands';
import { createServices, Environment } from './app/createServices';
import { COMMANDS_PLUGIN, DOMAIN, PANEL, PLUGIN } from './app/ids';
import { OpenbisPanel } from './app/Panel';
import { translated } from './app/settingsTexts';
import { addToolbarButtons } from './app/toolbar';
import { localized } from './common/messages/format';
import { JupyterHost } from './host/jupyterHost';
import { Notebooks } from './host/notebooks';
import { notifyOfCompletion } from './transfers/notifications';

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'openBIS: browse, download, upload, publish.',
  autoStart: true,
  optional: [ITranslator, ISettingRegistry, ILayoutRestorer, IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    registry: ISettingRegistry | null,
    restorer: ILayoutRestorer | null,
    browser: IDefaultFileBrowser | null
  ) => {
    const notebooks = new Notebooks(app);
    app.docRegistry.addWidgetExtension('Notebook', notebooks as never);
    const host = new JupyterHost(app, notebooks, browser, PANEL);
    const services = createServices(environment(app, translator ?? nullTranslator, host));
    services.recorder.start();
    notifyOfCompletion(services.transfers, host, services.trans);
    registry?.transform(PLUGIN, { fetch: plugin => translated(plugin, services.trans) });
    void registry?.load(PLUGIN).then(settings => services.settings.follow(settings));
    addCommands(app, services);
    addToolbarButtons(notebooks, app.commands, services.trans);
    // On the right, so that notebooks and the file browser stay visible.
    const panel = new OpenbisPanel(services);
    app.shell.add(panel, 'right', { rank: 600 });
    restorer?.add(panel, PANEL);
    void app.restored.then(() => Promise.all([services.connections.start(), services.transfers.start()]));
  }
};

/** A plugin of its own, since it has a schema of its own: that of the settings is changed while it is read. */
const commands: JupyterFrontEndPlugin<void> = {
  id: COMMANDS_PLUGIN,
  description: "openBIS's commands in the palette, in menus and under keys.",
  autoStart: true,
  optional: [ICommandPalette],
  activate: (_: JupyterFrontEnd, palette: ICommandPalette | null) => {
    if (palette) {
      addToPalette(palette);
    }
  }
};

function environment(
  { serviceManager: { serverSettings } }: JupyterFrontEnd,
  translator: ITranslator,
  host: JupyterHost
): Environment<JupyterHost> {
  return {
    send: sender(serverSettings),
    host,
    trans: localized(translator.load(DOMAIN), translator.languageCode),
    tabStorage: window.sessionStorage,
    sharedStorage: window.localStorage,
    storageKey: name => `${PLUGIN}:${name}:${serverSettings.baseUrl}`
  };
}

export default [plugin, commands];
