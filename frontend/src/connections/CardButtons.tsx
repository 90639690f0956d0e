import React from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { Action } from '../common/hooks/useAction';
import { ELLIPSIS } from '../common/Icon';
import { MenuEntry, SEPARATOR } from '../common/menu';
import { MenuButton } from '../common/MenuButton';
import { Pane } from './cardPane';
import { isConnected } from './ConnectionStatus';

interface Props {
  connection: Connection;
  action: Action;
  /** The form that is open below. */
  pane: Pane | undefined;
  open: (pane: Pane) => void;
  describedBy: string;
}

/** The buttons of a connection: log in or out, and a menu with all else. */
export function CardButtons({ connection, action, pane, open, describedBy }: Props): JSX.Element {
  const { trans, connections } = useServices();
  const entries = useCardMenu({ connection, action, open });
  const { name, remembered } = connection;
  const logOut = () =>
    void action.run(() => connections.runAction(api => api.logOut(name, remembered !== null)));
  const button = (label: string, onClick: () => void, title?: string) => (
    <button
      type="button"
      className="jp-openbis-button jp-mod-styled"
      aria-describedby={describedBy}
      title={title}
      disabled={action.isBusy}
      onClick={() => {
        action.reset();
        onClick();
      }}
    >
      {label}
    </button>
  );
  return (
    <div className="jp-openbis-buttons">
      {isConnected(connection)
        ? button(
            trans.__('Log out'),
            logOut,
            remembered ? trans.__('Ends the session and forgets the login on this computer') : undefined
          )
        : pane !== 'login' && button(trans.__('Log in'), () => open('login'))}
      <MenuButton label={trans.__('More actions for %1', name)} icon={ELLIPSIS} entries={entries} />
      <span role="status">{action.isBusy && trans.__('One moment…')}</span>
    </div>
  );
}

/** The entries of the menu. */
function useCardMenu({
  connection,
  action,
  open
}: Pick<Props, 'connection' | 'action' | 'open'>): MenuEntry[] {
  const { trans, host, connections } = useServices();
  const { name, isMounted, mountpoint, remembered } = connection;
  const shownFolder = isMounted ? below(connections.root, mountpoint) : null;
  const entry = (label: string, act: () => void): MenuEntry => ({
    label,
    act: () => {
      action.reset();
      act();
    },
    disabledReason: action.isBusy ? trans.__('One moment…') : null
  });
  const unmount = () => void action.run(() => connections.runAction(api => api.unmount(name)));
  const mount = () => void action.run(() => connections.mount(name));
  return [
    entry(trans.__('Edit…'), () => open('edit')),
    ...(shownFolder === null
      ? []
      : [entry(trans.__('Show mounted files'), () => void host.reveal(shownFolder))]),
    isMounted ? entry(trans.__('Unmount'), unmount) : entry(trans.__('Mount as folder (SFTP)'), mount),
    SEPARATOR,
    ...(remembered ? [entry(trans.__('Forget login…'), () => open('forget'))] : []),
    entry(trans.__('Remove…'), () => open('remove'))
  ];
}

/** A path of the host as Jupyter's file browser calls it; null outside of Jupyter's root folder. */
function below(root: string, path: string): string | null {
  const beginning = `${root.replace(/\/$/, '')}/`;
  return root && path.startsWith(beginning) ? path.slice(beginning.length) : null;
}
