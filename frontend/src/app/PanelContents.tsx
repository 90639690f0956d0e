import React, { useEffect, useRef } from 'react';

import { BrowseView } from '../browse/BrowseView';
import { useModels } from '../common/models/model';
import { Tabs } from '../common/Tabs';
import { ConnectionsView } from '../connections/ConnectionsView';
import { PublishForm } from '../publish/PublishForm';
import { DownloadForm } from '../transfers/download/DownloadForm';
import { TransfersView } from '../transfers/TransfersView';
import { FileUploadForm } from '../upload/files/FileUploadForm';
import { UploadForm } from '../upload/UploadForm';
import { Tab, Task } from './navigation';
import { useServices } from './services';
import { useScrollPositions } from './useScrollPositions';

const VIEWS: Record<Tab, () => JSX.Element> = {
  browse: BrowseView,
  transfers: TransfersView,
  connections: ConnectionsView
};

const FORMS: Record<Task, () => JSX.Element> = {
  download: DownloadForm,
  upload: UploadForm,
  uploadFiles: FileUploadForm,
  publish: PublishForm
};

/** The tabs, or a form. */
export function PanelContents(): JSX.Element {
  const { trans, navigation, browsing } = useServices();
  useModels(navigation, browsing);
  const { tab, task, loggedInTo } = navigation;
  const view = useFocus();
  useScrollPositions(view, task ?? (tab === 'browse' ? `browse ${browsing.viewKey}` : tab));
  const Form = task && FORMS[task];
  return (
    <div ref={view} onFocus={keepInSight}>
      <div role="status" className="jp-openbis-spoken">
        {loggedInTo !== null && trans.__('Logged in to %1.', loggedInTo)}
      </div>
      {Form ? (
        <>
          <button type="button" className="jp-openbis-back" onClick={() => navigation.closeTask()}>
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

/** Scroll a focused input into view: browsers scroll only its caret, and the footer may cover the rest. */
function keepInSight({ target }: React.FocusEvent<HTMLElement>): void {
  if (target.matches(':is(input, textarea, select, button):focus-visible')) {
    target.scrollIntoView?.({ block: 'nearest' });
  }
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
      onChange={to => navigation.showTab(to)}
    >
      <View />
    </Tabs>
  );
}

const FOCUS_TARGET = '[role="tab"][aria-selected="true"], .jp-openbis-back';

/**
 * Focus the selected tab, or the Back button, when the panel was activated and after a login; the Browse tab sets the focus
 * after a login itself.
 */
function useFocus(): React.RefObject<HTMLDivElement> {
  const { navigation } = useServices();
  const view = useRef<HTMLDivElement>(null);
  const { tab, task } = navigation;
  useEffect(() => {
    const isAfterLogin = (task !== null || tab !== 'browse') && navigation.consumeFocusRequest();
    if (navigation.consumeActivation() || isAfterLogin) {
      view.current?.querySelector<HTMLElement>(FOCUS_TARGET)?.focus();
    }
  });
  return view;
}
