import React from 'react';

import { Connection, ConnectionsApi } from '../api';
import { useServices } from '../app/services';
import { Action } from '../common/hooks/useAction';
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

/** Buttons of a connection. */
export function CardButtons({ connection, action, pane, open, describedBy }: Props): JSX.Element {
  const { trans, host, connections } = useServices();
  const { name, isMounted, mountpoint } = connection;
  const act = (work: (api: ConnectionsApi) => Promise<unknown>) => () =>
    void action.run(() => connections.runAction(work));
  const button = (label: string, onClick: () => void) => (
    <button
      type="button"
      className="jp-openbis-button jp-mod-styled"
      aria-describedby={describedBy}
      disabled={action.isBusy}
      onClick={() => {
        action.reset();
        onClick();
      }}
    >
      {label}
    </button>
  );
  const shownFolder = isMounted ? below(connections.root, mountpoint) : null;
  return (
    <div className="jp-openbis-buttons">
      {isConnected(connection)
        ? button(
            trans.__('Log out'),
            act(api => api.logOut(name))
          )
        : pane !== 'login' && button(trans.__('Log in'), () => open('login'))}
      {isMounted
        ? button(
            trans.__('Unmount'),
            act(api => api.unmount(name))
          )
        : button(trans.__('Mount'), () => void action.run(() => connections.mount(name)))}
      {shownFolder !== null && button(trans.__('Show files'), () => void host.reveal(shownFolder))}
      {button(trans.__('Edit'), () => open('edit'))}
      {button(trans.__('Remove'), () => open('remove'))}
      <span role="status">{action.isBusy && trans.__('One moment…')}</span>
    </div>
  );
}

/** A path of the host as Jupyter's file browser calls it; null outside of Jupyter's root folder. */
function below(root: string, path: string): string | null {
  const beginning = `${root.replace(/\/$/, '')}/`;
  return root && path.startsWith(beginning) ? path.slice(beginning.length) : null;
}
