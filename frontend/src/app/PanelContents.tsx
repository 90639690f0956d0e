import React, { useEffect, useRef } from 'react';

import { Tab, Task } from '../state/navigation';
import { useModels } from '../state/model';
import { BrowseView } from './browse/BrowseView';
import { Tabs } from './common/Tabs';
import { ConnectionsView } from './connections/ConnectionsView';
import { PublishForm } from './publish/PublishForm';
import { useServices } from './services';
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

/** The tabs, or the form that the user fills in. */
export function PanelContents(): JSX.Element {
  const { trans, navigation } = useServices();
  useModels(navigation);
  const { task, loggedInTo } = navigation;
  const view = useFocus();
  const Form = task && FORMS[task];
  return (
    <div ref={view}>
      <div role="status" className="jp-openbis-spoken">
        {loggedInTo !== null && trans.__('Logged in to %1.', loggedInTo)}
      </div>
      {Form ? (
        <>
          <button type="button" className="jp-openbis-back" onClick={() => navigation.back()}>
            {trans.__('Back')}
          </button>
          <Form />
        </>
      ) : (
        <AllTabs />
      )}
    </div>
  );
}

function AllTabs(): JSX.Element {
  const { trans, navigation, transfers } = useServices();
  useModels(navigation, transfers);
  const { tab } = navigation;
  const View = VIEWS[tab];
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

const START = '[role="tab"][aria-selected="true"], .jp-openbis-back';

/**
 * Focus the selected tab, or the way back, where the panel was asked for, and where a login has led to; Browse does the
 * latter by itself.
 */
function useFocus(): React.RefObject<HTMLDivElement> {
  const { navigation } = useServices();
  const view = useRef<HTMLDivElement>(null);
  const { tab, task } = navigation;
  useEffect(() => {
    const isAfterLogin = (task !== null || tab !== 'browse') && navigation.takeFocus();
    if (navigation.takeActivation() || isAfterLogin) {
      view.current?.querySelector<HTMLElement>(START)?.focus();
    }
  });
  return view;
}
