import React from 'react';

import { KeptFolder } from '../../api';
import { useServices } from '../../app/services';
import { Action } from '../../common/hooks/useAction';
import { Icon, REFRESH } from '../../common/Icon';
import { isAbsolute } from '../../common/paths';
import { FOLDER } from '../../transfers/rows/icons';
import { SETTINGS, STOP } from './icons';

interface Props {
  kept: KeptFolder;
  action: Action;
}

/** The actions of a kept folder as icon buttons. */
export function KeptFolderActions({ kept, action }: Props): JSX.Element {
  const { trans, host, keptFolders, syncDraft, navigation } = useServices();
  const { folder, identifier, state } = kept;
  const change = () => {
    syncDraft.begin(folder, kept);
    navigation.startTask('sync');
  };
  const stop = async () => {
    const choice = await host.ask({
      title: trans.__('Stop keeping this folder in openBIS?'),
      text: trans.__(
        '%1 is not synchronised with %2 any more. No file is deleted, here or in openBIS.',
        folder,
        identifier
      ),
      cancel: trans.__('Cancel'),
      choices: [{ label: trans.__('Stop'), value: 'stop' }]
    });
    if (choice === 'stop') {
      await keptFolders.end(folder);
    }
  };
  const buttons: { label: string; icon: string; run: () => Promise<unknown> | void; isOff?: boolean }[] = [
    {
      label: trans.__('Synchronise now'),
      icon: REFRESH,
      run: () => keptFolders.synchroniseNow(folder),
      isOff: state === 'synchronising'
    },
    { label: trans.__('Settings…'), icon: SETTINGS, run: change },
    ...(isAbsolute(folder)
      ? []
      : [{ label: trans.__('Show files'), icon: FOLDER, run: () => host.reveal(folder) }]),
    { label: trans.__('Stop…'), icon: STOP, run: stop }
  ];
  return (
    <span className="jp-openbis-transfer-actions">
      {buttons.map(({ label, icon, run, isOff = false }) => (
        <button
          key={label}
          type="button"
          className="jp-openbis-icon-button"
          aria-label={label}
          title={label}
          disabled={action.isBusy || isOff}
          onClick={() => void action.run(async () => run())}
        >
          <Icon path={icon} />
        </button>
      ))}
    </span>
  );
}
