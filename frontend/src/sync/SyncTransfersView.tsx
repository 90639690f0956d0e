import React from 'react';

import { useServices } from '../app/services';
import { TransfersView } from '../transfers/TransfersView';
import { KeptFolders } from './folders/KeptFolders';

/** The Transfers tab, with the folders that are kept in openBIS. */
export function SyncTransfersView(): JSX.Element {
  const { trans, host, syncDraft, keptFolders, navigation } = useServices();
  const begin = () => {
    const { folder } = host;
    syncDraft.begin(folder, keptFolders.find(folder));
    navigation.startTask('sync');
  };
  return (
    <TransfersView
      links={
        <button type="button" className="jp-openbis-link" onClick={begin}>
          {trans.__('Keep a folder in openBIS')}
        </button>
      }
    >
      <KeptFolders />
    </TransfersView>
  );
}
