import { TranslationBundle } from '@jupyterlab/translation';

import { SyncApi } from '../../api';
import { FileListings } from '../../host/fileListings';
import { TransfersModel } from '../../transfers/transfers';
import { KeptFoldersModel } from '../keptFolders';
import { FileStates } from './fileStates';

/** The services that are used here. */
interface UsedServices {
  api: { sync: SyncApi };
  trans: TranslationBundle;
  transfers: TransfersModel;
  keptFolders: KeptFoldersModel;
}

/** Show the states of files in the file browsers, again when a transfer ends or other folders are kept in openBIS. */
export function showFileStates(services: UsedServices, listings: FileListings): FileStates {
  const { api, trans, transfers, keptFolders } = services;
  const states = new FileStates(api.sync, listings, trans);
  transfers.ended.connect((_, { kind }) => {
    if (kind === 'sync') {
      void states.refresh();
    }
  });
  keptFolders.happened.connect(() => void states.refresh());
  void states.start();
  return states;
}
