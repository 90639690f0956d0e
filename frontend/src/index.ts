import {
  ILabShell,
  ILayoutRestorer,
  IRouter,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { sender } from './api';
import { addCommands, addToPalette } from './app/commands';
import { createServices, Environment } from './app/createServices';
import { COMMANDS_PLUGIN, DOMAIN, PANEL, PLUGIN } from './app/ids';
import { addLinkRoute } from './app/links/openLink';
import { OpenbisPanel } from './app/Panel';
import { placesStore } from './app/placesSettings';
import { translated } from './app/settingsTexts';
import { addRowCommands } from './app/rowCommands';
import { addToolbarButton } from './app/toolbar';
import { showFiles } from './app/views/fileViews';
import { showLineages } from './app/views/lineageViews';
import { localized } from './common/messages/format';
import { OpenbisForExtensions } from './extensions/openbisForExtensions';
import { IOpenbis } from './extensions/tokens';
import { JupyterFileListings } from './host/jupyterFileListings';
import { JupyterHost } from './host/jupyterHost';
import { Notebooks } from './host/notebooks';
import { widenOnFirstShow } from './host/startWidth';
import { showFileStates } from './sync/badges/showFileStates';
import { notifyOfKeptFolders } from './sync/folders/notifyOfKeptFolders';
import { showIndicators } from './transfers/indicators/showIndicators';

const plugin: JupyterFrontEndPlugin<IOpenbis> = {
  id: PLUGIN,
  description: 'openBIS: browse, download, upload, publish.',
  autoStart: true,
  provides: IOpenbis,
  optional: [
    ITranslator,
    ISettingRegistry,
    ILayoutRestorer,
    IDefaultFileBrowser,
    ILabShell,
    IStateDB,
    IStatusBar,
    IRouter,
    IFileBrowserFactory
  ],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    registry: ISettingRegistry | null,
    restorer: ILayoutRestorer | null,
    browser: IDefaultFileBrowser | null,
    labShell: ILabShell | null,
    state: IStateDB | null,
    statusBar: IStatusBar | null,
    router: IRouter | null,
    browsers: IFileBrowserFactory | null
  ) => {
    const notebooks = new Notebooks(app);
    app.docRegistry.addWidgetExtension('Notebook', notebooks as never);
    const host = new JupyterHost(app, notebooks, browser, PANEL);
    const services = createServices(environment(app, translator ?? nullTranslator, host, registry));
    services.recorder.start();
    registry?.transform(PLUGIN, { fetch: plugin => translated(plugin, services.trans) });
    void registry?.load(PLUGIN).then(settings => services.settings.follow(settings));
    addCommands(app, services);
    addRowCommands(app, services);
    if (router) {
      addLinkRoute(app, services, router);
    }
    addToolbarButton(notebooks, app.commands, services.trans);
    // On the right, so that notebooks and the file browser stay visible.
    const panel = new OpenbisPanel(services);
    app.shell.add(panel, 'right', { rank: 600 });
    restorer?.add(panel, PANEL);
    showIndicators(services, panel.title, statusBar);
    showFiles(app, services);
    showLineages(app, services);
    notifyOfKeptFolders(services);
    void app.restored.then(() =>
      Promise.all([
        services.connections.start(),
        services.transfers.start(),
        services.keptFolders.start(),
        services.places.start(),
        widenOnFirstShow(panel, labShell && state)
      ])
    );
    void app.restored.then(() => {
      services.viewer.restore();
      services.lineages.restore();
    });
    if (browsers) {
      const listings = new JupyterFileListings(browsers.tracker, app.serviceManager.contents);
      void app.restored.then(() => showFileStates(services, listings));
    }
    return new OpenbisForExtensions(services);
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
  host: JupyterHost,
  registry: ISettingRegistry | null
): Environment<JupyterHost> {
  return {
    send: sender(serverSettings),
    host,
    trans: localized(translator.load(DOMAIN), translator.languageCode),
    tabStorage: window.sessionStorage,
    sharedStorage: window.localStorage,
    placesStore: placesStore(registry),
    storageKey: name => `${PLUGIN}:${name}:${serverSettings.baseUrl}`
  };
}

export * from './extensions/tokens';
export default [plugin, commands];
