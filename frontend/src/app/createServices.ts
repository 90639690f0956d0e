import { TranslationBundle } from '@jupyterlab/translation';

import { Job, OpenbisApi, Send, withReachability } from '../api';
import { BrowsingModel } from '../browse/browsing';
import { RowActions } from '../browse/menu/rowActions';
import { RowMenu } from '../browse/menu/rowMenu';
import { FileChanges } from '../browse/files/fileChanges';
import { PlacesModel, PlacesStore } from '../browse/places/places';
import { CreationsModel } from '../changes/creations';
import { EditsModel } from '../changes/edits';
import { BrowserStorage, BrowserStore } from '../common/models/browserStore';
import { LastingStore } from '../common/models/lastingStore';
import { RecentChoices } from '../common/models/recentChoices';
import { Renames } from '../common/models/renames';
import { ConnectionsModel } from '../connections/connections';
import { Host } from '../host/host';
import { LineagesModel } from '../lineage/lineages';
import { OpeningsModel } from '../opening/openings';
import { PublicationsModel } from '../publish/publications';
import { KeptFoldersModel } from '../sync/keptFolders';
import { SyncDraftModel } from '../sync/syncDraft';
import { VerificationsModel } from '../trace/verifications';
import { DownloadDraft } from '../transfers/download/downloadDraft';
import { SelectionModel } from '../transfers/download/selection';
import { PendingRecords } from '../transfers/pendingRecords';
import { TransferRecorder } from '../transfers/recorder';
import { TransfersModel } from '../transfers/transfers';
import { FileUploadsModel } from '../upload/files/fileUploads';
import { DraftKey } from '../upload/submission/drafts';
import { UploadsModel } from '../upload/uploads';
import { ViewerModel } from '../viewer/viewer';
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
  /** Keeps places of the user, for all browsers. */
  placesStore: PlacesStore;
  /** Return the key under which a value is stored. */
  storageKey: (name: string) => string;
}

/** Create the services of all features. The composition root of the front end. */
export function createServices<H extends Host>(environment: Environment<H>): Services & { host: H } {
  const { host, trans, tabStorage, sharedStorage, placesStore, storageKey } = environment;
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
  const transfers = new TransfersModel(
    api.transfers,
    new BrowserStore(sharedStorage, storageKey('cleared-transfers'), 1)
  );
  const pendingRecords = new PendingRecords(sharedStorage, storageKey('pending-records'));
  const renames = new Renames(host);
  const recorder = new TransferRecorder(api.transfers, transfers, connections, host, renames, pendingRecords);
  const recordLater = (job: Job, { notebook }: DraftKey) => recorder.recordLater(job, notebook);
  const store = (name: string) => new BrowserStore(tabStorage, storageKey(name), 1);
  const lasting = (name: string, idOf?: (item: Record<string, unknown>) => string) =>
    new LastingStore(
      [tabStorage, storageKey(name), 1],
      new BrowserStore(sharedStorage, storageKey(`lasting-${name}`), 1),
      idOf
    );
  const byKey = ({ key }: Record<string, unknown>) => String(key);
  const stores = (name: string) => ({
    drafts: lasting(`${name}-drafts`, ({ draftKey }) => JSON.stringify(draftKey)),
    submissions: store(`${name}-submissions`)
  });
  const browsing = new BrowsingModel(api.browsing, () => settings.pageSize, transfers);
  const selection = new SelectionModel(store('selection'));
  const base = {
    api,
    host,
    trans,
    settings,
    connections,
    newConnection: lasting('new-connection'),
    transfers,
    recorder,
    downloadDraft: new DownloadDraft(renames, lasting('download')),
    navigation: new Navigation(store('navigation')),
    browsing,
    verifications: new VerificationsModel(api.traces, store('verifications')),
    selection,
    places: new PlacesModel(placesStore, connections),
    recentChoices: new RecentChoices(new BrowserStore(sharedStorage, storageKey('recent-choices'), 1)),
    viewer: new ViewerModel(store('viewer')),
    lineages: new LineagesModel(store('lineages')),
    previewHeight: new BrowserStore(sharedStorage, storageKey('preview-height'), 1),
    fileChanges: new FileChanges(api.files, browsing, selection),
    edits: new EditsModel({ target: store('edits'), drafts: lasting('edit-drafts', byKey) }),
    creations: new CreationsModel({ target: store('creations'), drafts: lasting('creation-drafts', byKey) }),
    uploads: new UploadsModel(connections, host, transfers, renames, stores('upload'), recordLater),
    fileUploads: new FileUploadsModel(connections, host, transfers, renames, stores('file-upload')),
    keptFolders: new KeptFoldersModel(api.sync),
    syncDraft: new SyncDraftModel(renames, lasting('sync')),
    openings: new OpeningsModel(transfers, host, trans, {
      target: store('opening'),
      pending: store('pending-openings')
    }),
    publications: new PublicationsModel(
      connections,
      host,
      transfers,
      renames,
      stores('publication'),
      recordLater
    )
  };
  return { ...base, rowMenu: new RowMenu(), rowActions: new RowActions(base) };
}
