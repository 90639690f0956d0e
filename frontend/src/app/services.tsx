import React from 'react';

import { OpenbisApi } from '../api';
import { BrowsingModel } from '../browse/browsing';
import { FileChanges } from '../browse/files/fileChanges';
import { BrowserStore } from '../common/models/browserStore';
import { CommonServices, ServicesContext, useCommonServices } from '../common/services';
import { ConnectionsModel } from '../connections/connections';
import { PublicationsModel } from '../publish/publications';
import { DownloadDraft } from '../transfers/download/downloadDraft';
import { SelectionModel } from '../transfers/download/selection';
import { DownloadRecorder } from '../transfers/recorder';
import { TransfersModel } from '../transfers/transfers';
import { FileUploadsModel } from '../upload/files/fileUploads';
import { UploadsModel } from '../upload/uploads';
import { Navigation } from './navigation';
import { SettingsModel } from './settings';

/** The services of all features. */
export interface Services extends CommonServices {
  api: OpenbisApi;
  connections: ConnectionsModel;
  /** Stores the values of the form of a new connection. */
  newConnection: BrowserStore;
  transfers: TransfersModel;
  recorder: DownloadRecorder;
  downloadDraft: DownloadDraft;
  navigation: Navigation;
  browsing: BrowsingModel;
  fileChanges: FileChanges;
  uploads: UploadsModel;
  fileUploads: FileUploadsModel;
  publications: PublicationsModel;
  selection: SelectionModel;
  settings: SettingsModel;
}

/** Draw components with these services. */
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
