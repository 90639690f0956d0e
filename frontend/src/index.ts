import { ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { Job, OpenbisApi, sender } from './api';
import { addCommands, addToPalette } from './commands';
import { JupyterHost } from './host/jupyterHost';
import { Notebooks } from './host/notebooks';
import { translated } from './host/settingsTexts';
import { COMMANDS_PLUGIN, DOMAIN, PANEL, PLUGIN } from './ids';
import { addToolbarButtons } from './notebook/toolbar';
import { BrowserStore } from './state/browserStore';
import { BrowsingModel } from './state/browsing';
import { DownloadRecorder } from './notebook/recorder';
import { Claims } from './state/claims';
import { ConnectionsModel } from './state/connections';
import { DownloadDraft } from './state/downloadDraft';
import { Place } from './state/drafts';
import { Navigation } from './state/navigation';
import { PublicationsModel } from './state/publications';
import { Renames } from './state/renames';
import { SelectionModel } from './state/selection';
import { SettingsModel } from './state/settings';
import { TransfersModel } from './state/transfers';
import { UploadsModel } from './state/uploads';
import { OpenbisPanel } from './ui/Panel';
import { Services } from './ui/services';
import { announceEnds } from './ui/transfers/announcer';

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
    const services = wire(app, translator, new JupyterHost(app, notebooks, browser));
    registry?.transform(PLUGIN, { fetch: plugin => translated(plugin, services.trans) });
    void registry?.load(PLUGIN).then(settings => services.settings.follow(settings));
    addCommands(app, services);
    addToolbarButtons(notebooks, app.commands, services.trans);
    // To the right, so that notebooks and the file browser stay in sight.
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

/** Put together what the components work with. */
function wire(app: JupyterFrontEnd, translator: ITranslator | null, host: JupyterHost): Services {
  const { serverSettings } = app.serviceManager;
  const api = new OpenbisApi(sender(serverSettings));
  const settings = new SettingsModel();
  const connections = new ConnectionsModel(api.connections, () => settings.defaultConnection);
  settings.changed.connect(() => connections.preferenceChanged());
  const transfers = new TransfersModel(api.transfers);
  const claims = new Claims(window.localStorage, `${PLUGIN}:claims:${serverSettings.baseUrl}`);
  const renames = new Renames(host);
  const recorder = new DownloadRecorder(api.transfers, transfers, connections, host, renames, claims);
  recorder.start();
  const claim = (job: Job, { notebook }: Place) => recorder.claim(job, notebook);
  const trans = (translator ?? nullTranslator).load(DOMAIN);
  announceEnds(transfers, host, trans);
  // For this tab of the browser only: another one may be about the same notebook.
  const store = (name: string) =>
    new BrowserStore(window.sessionStorage, `${PLUGIN}:${name}:${serverSettings.baseUrl}`, 1);
  const stores = (name: string) => ({ drafts: store(`${name}-drafts`), sendings: store(`${name}-sendings`) });
  return {
    api,
    host,
    settings,
    uploads: new UploadsModel(connections, host, transfers, renames, stores('upload'), claim),
    publications: new PublicationsModel(connections, host, transfers, renames, stores('publication'), claim),
    trans,
    connections,
    newConnection: store('new-connection'),
    transfers,
    recorder,
    downloadDraft: new DownloadDraft(renames, store('download')),
    navigation: new Navigation(store('navigation')),
    browsing: new BrowsingModel(api.browsing, () => settings.pageSize, transfers),
    selection: new SelectionModel(store('selection'))
  };
}

export default [plugin, commands];
