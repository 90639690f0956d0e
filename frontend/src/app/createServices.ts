import { TranslationBundle } from '@jupyterlab/translation';

import { Job, OpenbisApi, Send, withReachability } from '../api';
import { BrowsingModel } from '../browse/browsing';
import { FileChanges } from '../browse/files/fileChanges';
import { BrowserStorage, BrowserStore } from '../common/models/browserStore';
import { Renames } from '../common/models/renames';
import { ConnectionsModel } from '../connections/connections';
import { Host } from '../host/host';
import { PublicationsModel } from '../publish/publications';
import { DownloadDraft } from '../transfers/download/downloadDraft';
import { SelectionModel } from '../transfers/download/selection';
import { PendingRecords } from '../transfers/pendingRecords';
import { DownloadRecorder } from '../transfers/recorder';
import { TransfersModel } from '../transfers/transfers';
import { FileUploadsModel } from '../upload/files/fileUploads';
import { DraftKey } from '../upload/submission/drafts';
import { UploadsModel } from '../upload/uploads';
import { Navigation } from './navigation';
import { Services } from './services';
import { SettingsModel } from './settings';

/** The parts of the browser and of Jupyter that the services use. */
export interface Environment<H extends Host = Host> {
  send: Send;
  host: H;
  trans: TranslationBundle;
  /** Storage of this browser tab; another tab may be about the same notebook. */
  tabStorage: BrowserStorage;
  /** Storage that all windows share. */
  sharedStorage: BrowserStorage;
  /** Return the key under which a value is stored. */
  storageKey: (name: string) => string;
}

/** Create the services of all features. The composition root of the front end. */
export function createServices<H extends Host>(environment: Environment<H>): Services & { host: H } {
  const { host, trans, tabStorage, sharedStorage, storageKey } = environment;
  const send = withReachability(environment.send, (name, problem) =>
    connections.setReachability(name, problem)
  );
  const api = new OpenbisApi(send);
  const settings = new SettingsModel();
  const connections: ConnectionsModel = new ConnectionsModel(
    api.connections,
    () => settings.defaultConnection
  );
  settings.changed.connect(() => connections.preferenceChanged());
  const transfers = new TransfersModel(api.transfers);
  const pendingRecords = new PendingRecords(sharedStorage, storageKey('pending-records'));
  const renames = new Renames(host);
  const recorder = new DownloadRecorder(api.transfers, transfers, connections, host, renames, pendingRecords);
  const recordLater = (job: Job, { notebook }: DraftKey) => recorder.recordLater(job, notebook);
  const store = (name: string) => new BrowserStore(tabStorage, storageKey(name), 1);
  const stores = (name: string) => ({
    drafts: store(`${name}-drafts`),
    submissions: store(`${name}-submissions`)
  });
  const browsing = new BrowsingModel(api.browsing, () => settings.pageSize, transfers);
  const selection = new SelectionModel(store('selection'));
  return {
    api,
    host,
    trans,
    settings,
    connections,
    newConnection: store('new-connection'),
    transfers,
    recorder,
    downloadDraft: new DownloadDraft(renames, store('download')),
    navigation: new Navigation(store('navigation')),
    browsing,
    selection,
    fileChanges: new FileChanges(api.files, browsing, selection),
    uploads: new UploadsModel(connections, host, transfers, renames, stores('upload'), recordLater),
    fileUploads: new FileUploadsModel(connections, host, transfers, renames, stores('file-upload')),
    publications: new PublicationsModel(
      connections,
      host,
      transfers,
      renames,
      stores('publication'),
      recordLater
    )
  };
}
