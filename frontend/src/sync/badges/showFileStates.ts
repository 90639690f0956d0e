import { Services } from '../../app/services';
import { FileListings } from '../../host/fileListings';
import { FileStates } from './fileStates';

/** Show the states of files in the file browsers, again when a transfer ends or other folders are kept in openBIS. */
export function showFileStates(services: Services, listings: FileListings): FileStates {
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
