import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { PANEL } from '../ids';
import { Tab, Task } from '../state/navigation';
import { useModels } from '../state/model';
import { BrowseView } from './browse/BrowseView';
import { Tabs } from './common/Tabs';
import { ConnectionsView } from './connections/ConnectionsView';
import { openbisIcon } from './icon';
import { PublishForm } from './publish/PublishForm';
import { Services, ServicesContext, useServices } from './services';
import { DownloadForm } from './transfers/DownloadForm';
import { TransfersView } from './transfers/TransfersView';
import { UploadForm } from './upload/UploadForm';

const VIEWS: Record<Tab, () => JSX.Element> = {
  browse: BrowseView,
  transfers: TransfersView,
  connections: ConnectionsView
};

const FORMS: Record<Task, () => JSX.Element> = {
  download: DownloadForm,
  upload: UploadForm,
  publish: PublishForm
};

/** The side panel. */
export class OpenbisPanel extends ReactWidget {
  constructor(private readonly services: Services) {
    super();
    const { trans } = services;
    this.id = PANEL;
    this.addClass('jp-openbis-panel');
    this.title.icon = openbisIcon;
    this.title.caption = trans.__('openBIS');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('openBIS'));
  }

  /** Who asks for the panel goes on in it, by keyboard too. */
  protected onActivateRequest(): void {
    const active = document.activeElement;
    if (!this.node.contains(active) || active?.matches('[role="tab"]')) {
      this.node.querySelector<HTMLElement>('[role="tab"][aria-selected="true"], .jp-openbis-back')?.focus();
    }
  }

  render(): JSX.Element {
    return (
      <ServicesContext.Provider value={this.services}>
        <Contents />
      </ServicesContext.Provider>
    );
  }
}

function Contents(): JSX.Element {
  const { trans, navigation, transfers } = useServices();
  useModels(navigation, transfers);
  const { tab, task } = navigation;
  const Form = task && FORMS[task];
  const View = VIEWS[tab];
  if (Form) {
    return (
      <>
        <button type="button" className="jp-openbis-back" onClick={() => navigation.back()}>
          {trans.__('Back')}
        </button>
        <Form />
      </>
    );
  }
  return (
    <Tabs
      label={trans.__('openBIS')}
      tabs={[
        { id: 'browse', title: trans.__('Browse') },
        { id: 'transfers', title: trans.__('Transfers'), badge: transfers.running.length },
        { id: 'connections', title: trans.__('Connections') }
      ]}
      current={tab}
      onChange={to => navigation.show(to)}
    >
      <View />
    </Tabs>
  );
}
