import { IStatusBar } from '@jupyterlab/statusbar';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import { Title, Widget } from '@lumino/widgets';
import React from 'react';

import { Services, ServicesProvider } from '../../app/services';
import { isConnected } from '../../connections/ConnectionStatus';
import { notifyOfCompletion } from './notifications';
import { showSidebarBadge } from './sidebarBadge';
import { StatusItem } from './StatusItem';

/**
 * Show transfers outside the panel: notifications, the badge in the side bar, and the status bar.
 *
 * @param title The title of the panel.
 * @param statusBar Notebook 7 has none.
 */
export function showIndicators(services: Services, title: Title<Widget>, statusBar: IStatusBar | null): void {
  const { transfers, keptFolders, trans, host, navigation, recorder } = services;
  const show = () => {
    navigation.showTab('transfers');
    host.showPanel();
  };
  notifyOfCompletion(transfers, host, trans, {
    show,
    resume: job => recorder.resume(job).then(show, show) // the panel shows why it failed
  });
  showSidebarBadge(title, transfers, keptFolders, trans);
  if (statusBar) {
    addStatusItem(services, statusBar, show);
  }
}

/** Add the item of the status bar; it is hidden while there is no login. */
function addStatusItem(services: Services, statusBar: IStatusBar, show: () => void): void {
  const { connections } = services;
  const item = ReactWidget.create(
    <ServicesProvider services={services}>
      <StatusItem onClick={show} />
    </ServicesProvider>
  );
  item.addClass('jp-openbis-status-bar');
  const activeStateChanged = new Signal<unknown, void>(item);
  connections.changed.connect(() => activeStateChanged.emit());
  statusBar.registerStatusItem('jupyter-openbis:status', {
    item,
    align: 'left',
    rank: 100,
    isActive: () => connections.current !== null && isConnected(connections.current),
    activeStateChanged
  });
}
