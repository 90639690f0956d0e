import React, { useEffect, useRef } from 'react';

import { BrowseView } from '../browse/BrowseView';
import { CreateForm } from '../changes/CreateForm';
import { EditForm } from '../changes/EditForm';
import { NOTEBOOK, PLUG, SEARCH, TRANSFERS } from '../common/Icon';
import { useModels } from '../common/models/model';
import { Tabs } from '../common/Tabs';
import { ConnectionMenu, ConnectionNotice } from '../connections/ConnectionPicker';
import { ConnectionsView } from '../connections/ConnectionsView';
import { OpeningForm } from '../opening/OpeningForm';
import { PublishForm } from '../publish/PublishForm';
import { SyncForm } from '../sync/form/SyncForm';
import { SyncTransfersView } from '../sync/SyncTransfersView';
import { DownloadForm } from '../transfers/download/DownloadForm';
import { NotebookView } from '../trace/NotebookView';
import { FileUploadForm } from '../upload/files/FileUploadForm';
import { UploadForm } from '../upload/UploadForm';
import { Tab, Task } from './navigation';
import { useServices } from './services';
import { useScrollPositions } from './useScrollPositions';

const VIEWS: Record<Tab, () => JSX.Element> = {
  browse: BrowseView,
  notebook: NotebookView,
  transfers: SyncTransfersView,
  connections: ConnectionsView
};

const FORMS: Record<Task, () => JSX.Element> = {
  download: DownloadForm,
  upload: UploadForm,
  uploadFiles: FileUploadForm,
  sync: SyncForm,
  publish: PublishForm,
  openNotebook: OpeningForm,
  edit: EditForm,
  create: CreateForm
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
        { id: 'browse', title: trans.__('Browse'), icon: SEARCH },
        { id: 'notebook', title: trans.__('Notebook'), icon: NOTEBOOK },
        {
          id: 'transfers',
          title: trans.__('Transfers'),
          icon: TRANSFERS,
          badge: transfers.running.length
        },
        { id: 'connections', title: trans.__('Connections'), icon: PLUG }
      ]}
      current={tab}
      onChange={to => navigation.showTab(to)}
      before={<ConnectionMenu />}
      above={tab !== 'connections' && <ConnectionNotice hasLogin={tab === 'browse'} />}
    >
      <View />
    </Tabs>
  );
}

const FOCUS_TARGET = '[role="tab"][aria-selected="true"], .jp-openbis-back';
/** Where users without a connection begin. */
const FIRST_FIELD = '[data-openbis-begin] input';

/**
 * Focus the selected tab, the Back button, or the first field of the first connection when the panel was activated, after
 * a login, and when the focused element has disappeared with its view; the Browse tab sets the focus after a login itself.
 */
function useFocus(): React.RefObject<HTMLDivElement> {
  const { navigation } = useServices();
  const view = useRef<HTMLDivElement>(null);
  const { tab, task } = navigation;
  const shown = `${tab} ${task}`;
  const lastShown = useRef(shown);
  const isUsed = useIsUsed(view);
  useEffect(() => {
    const isOther = lastShown.current !== shown;
    lastShown.current = shown;
    const isLost = isOther && isUsed.current && document.activeElement === document.body;
    const isAfterLogin = (task !== null || tab !== 'browse') && navigation.consumeFocusRequest();
    if (navigation.consumeActivation() || isAfterLogin || isLost) {
      const find = (selector: string) => view.current?.querySelector<HTMLElement>(selector);
      (find(FIRST_FIELD) ?? find(FOCUS_TARGET))?.focus();
    }
  });
  return view;
}

/** Return whether the panel had the focus last; the focused element may have been disabled or removed since. */
function useIsUsed(view: React.RefObject<HTMLElement>): React.RefObject<boolean> {
  const isUsed = useRef(false);
  useEffect(() => {
    const events = ['focusin', 'pointerdown'];
    const note = ({ target }: Event) => {
      isUsed.current = !!view.current?.contains(target as Node);
    };
    events.forEach(each => document.addEventListener(each, note, true));
    return () => events.forEach(each => document.removeEventListener(each, note, true));
  }, [view]);
  return isUsed;
}
