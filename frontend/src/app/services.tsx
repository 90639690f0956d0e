import React from 'react';

import { OpenbisApi } from '../api';
import { BrowsingModel } from '../browse/browsing';
import { RowActions } from '../browse/menu/rowActions';
import { RowMenu } from '../browse/menu/rowMenu';
import { FileChanges } from '../browse/files/fileChanges';
import { PlacesModel } from '../browse/places/places';
import { CreationsModel } from '../changes/creations';
import { EditsModel } from '../changes/edits';
import { BrowserStore } from '../common/models/browserStore';
import { RecentChoices } from '../common/models/recentChoices';
import { CommonServices, ServicesContext, useCommonServices } from '../common/services';
import { ConnectionsModel } from '../connections/connections';
import { LineagesModel } from '../lineage/lineages';
import { OpeningsModel } from '../opening/openings';
import { PublicationsModel } from '../publish/publications';
import { KeptFoldersModel } from '../sync/keptFolders';
import { SyncDraftModel } from '../sync/syncDraft';
import { VerificationsModel } from '../trace/verifications';
import { DownloadDraft } from '../transfers/download/downloadDraft';
import { SelectionModel } from '../transfers/download/selection';
import { TransferRecorder } from '../transfers/recorder';
import { TransfersModel } from '../transfers/transfers';
import { FileUploadsModel } from '../upload/files/fileUploads';
import { UploadsModel } from '../upload/uploads';
import { ViewerModel } from '../viewer/viewer';
import { Navigation } from './navigation';
import { SettingsModel } from './settings';

/** The services of all features. */
export interface Services extends CommonServices {
  api: OpenbisApi;
  connections: ConnectionsModel;
  /** Stores the values of the form of a new connection. */
  newConnection: BrowserStore;
  transfers: TransfersModel;
  recorder: TransferRecorder;
  downloadDraft: DownloadDraft;
  navigation: Navigation;
  browsing: BrowsingModel;
  verifications: VerificationsModel;
  fileChanges: FileChanges;
  edits: EditsModel;
  creations: CreationsModel;
  uploads: UploadsModel;
  fileUploads: FileUploadsModel;
  publications: PublicationsModel;
  /** Folders that Jupyter keeps in openBIS. */
  keptFolders: KeptFoldersModel;
  syncDraft: SyncDraftModel;
  /** Published notebooks that are opened with their data. */
  openings: OpeningsModel;
  selection: SelectionModel;
  /** Favourites, recent places and saved searches. */
  places: PlacesModel;
  recentChoices: RecentChoices;
  viewer: ViewerModel;
  lineages: LineagesModel;
  /** Stores the height of the preview in the panel. */
  previewHeight: BrowserStore;
  rowMenu: RowMenu;
  rowActions: RowActions;
  settings: SettingsModel;
}

/** Provide the services to child components. */
export function ServicesProvider({
  services,
  children
}: {
  services: Services;
  children: React.ReactNode;
}): JSX.Element {
  return <ServicesContext.Provider value={services}>{children}</ServicesContext.Provider>;
}

export function useServices(): Services {
  return useCommonServices() as Services; // `ServicesProvider` is the only one that sets them
}
