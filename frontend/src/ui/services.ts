import { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';

import { OpenbisApi } from '../api';
import { Host } from '../host/host';
import { BrowserStore } from '../state/browserStore';
import { BrowsingModel } from '../state/browsing';
import { DownloadRecorder } from '../notebook/recorder';
import { ConnectionsModel } from '../state/connections';
import { DownloadDraft } from '../state/downloadDraft';
import { Navigation } from '../state/navigation';
import { PublicationsModel } from '../state/publications';
import { SelectionModel } from '../state/selection';
import { SettingsModel } from '../state/settings';
import { TransfersModel } from '../state/transfers';
import { UploadsModel } from '../state/uploads';

/** What the components work with. */
export interface Services {
  api: OpenbisApi;
  host: Host;
  trans: TranslationBundle;
  connections: ConnectionsModel;
  /** What is typed into the form of a new connection. */
  newConnection: BrowserStore;
  transfers: TransfersModel;
  recorder: DownloadRecorder;
  downloadDraft: DownloadDraft;
  navigation: Navigation;
  browsing: BrowsingModel;
  uploads: UploadsModel;
  publications: PublicationsModel;
  selection: SelectionModel;
  settings: SettingsModel;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) {
    throw new Error('ServicesContext has no value.');
  }
  return services;
}
