import React, { useEffect, useRef } from 'react';

import { Connection, Reference } from '../api';
import { useServices } from '../app/services';
import { EmptyState } from '../common/EmptyState';
import { useStickyHeight } from '../common/hooks/useStickyHeight';
import { PLUG } from '../common/Icon';
import { useModels } from '../common/models/model';
import { WaitingForConnections } from '../connections/ConnectionPicker';
import { BrowsedConnection } from './browsing';
import { DetailsView } from './details/DetailsView';
import { keyOf } from './entities/entityItem';
import { WholeTree } from './entities/WholeTree';
import { PreviewPane } from './files/PreviewPane';
import { PlacesSection } from './places/PlacesSection';
import { Results } from './search/Results';
import { SearchFields } from './search/SearchFields';
import { SelectionBar } from './SelectionBar';

/** The Browse tab: tree, search results, or details. */
export function BrowseView(): JSX.Element {
  const { connections, browsing } = useServices();
  const { all, current } = connections;
  useModels(connections, browsing);
  useEffect(() => browsing.setConnection(current), [browsing, current]);
  if (all === null) {
    return <WaitingForConnections />;
  }
  return browsing.isConnected && browsing.current ? (
    <ConnectionContents
      key={browsing.current.connection}
      browsed={browsing.current}
      isCurrent={browsing.current.connection === current?.name}
    />
  ) : (
    <NotConnected connection={current} />
  );
}

function NotConnected({ connection }: { connection: Connection | null }): JSX.Element {
  const { trans, navigation } = useServices();
  return connection ? (
    <EmptyState
      icon={PLUG}
      text={trans.__('Log in to %1 to browse its data.', connection.name)}
      action={{ label: trans.__('Log in'), act: () => navigation.requestLogin() }}
    />
  ) : (
    <EmptyState
      icon={PLUG}
      text={trans.__('Connect to your openBIS to use its data sets in your notebooks.')}
      action={{ label: trans.__('Add a connection'), act: () => navigation.showTab('connections') }}
    />
  );
}

interface ContentsProps {
  browsed: BrowsedConnection;
  /** False for a moment, where another connection was chosen while this view was not shown. */
  isCurrent: boolean;
}

function ConnectionContents({ browsed, isCurrent }: ContentsProps): JSX.Element {
  const { browsing, navigation } = useServices();
  const { shown, previewed } = browsing;
  const { connection, tree, search, overview } = browsed;
  const isPreviewed = shown !== null && previewed !== null;
  useModels(search);
  const view = useFocusOnNavigation(shown, browsing.lastShown);
  useEffect(() => {
    if (isCurrent && navigation.consumeFocusRequest()) {
      view.current?.querySelector<HTMLElement>('[type="search"], [data-openbis-title]')?.focus();
    }
  }, [isCurrent, navigation, view]);
  const dock = useStickyHeight<HTMLDivElement>('--jp-openbis-dock', dock =>
    isSticky(dock) ? keepFocusInSight(view.current) : undefined
  );
  useEffect(() => {
    if (isPreviewed && dock.current && !isSticky(dock.current)) {
      dock.current.scrollIntoView?.({ block: 'nearest' }); // it is below all the rest, out of sight
    }
  }, [dock, isPreviewed, previewed]);
  return (
    <div className="jp-openbis-browse" ref={view}>
      {shown ? (
        <DetailsView key={keyOf(shown)} connection={connection} reference={shown} />
      ) : (
        <>
          <SearchFields {...{ connection, search, overview }} refresh={() => void tree.refresh()} />
          {search.isOn ? (
            <Results {...{ connection, search, overview }} />
          ) : (
            <>
              <PlacesSection connection={connection} search={search} />
              <WholeTree connection={connection} tree={tree} />
            </>
          )}
        </>
      )}
      <div className="jp-openbis-dock" ref={dock}>
        {isPreviewed && <PreviewPane {...previewed} />}
        {isPreviewed || <SelectionBar connection={connection} shown={shown} />}
      </div>
    </div>
  );
}

function isSticky(element: HTMLElement): boolean {
  return getComputedStyle(element).position === 'sticky';
}

/** The row that has the focus must not get behind a dock that has grown. */
function keepFocusInSight(view: HTMLElement | null): void {
  const row = document.activeElement?.closest('[role="treeitem"]');
  if (row && view?.contains(row)) {
    row.scrollIntoView({ block: 'nearest' });
  }
}

/** Move the focus to the title when details open, and back to the item when they close. */
function useFocusOnNavigation(
  shown: Reference | null,
  left: Reference | null
): React.RefObject<HTMLDivElement> {
  const view = useRef<HTMLDivElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current !== shown) {
      before.current = shown;
      const key = left && CSS.escape(keyOf(left));
      const target = shown ? '[data-openbis-title]' : `[data-key="${key}"], [data-result="${key}"]`;
      view.current?.querySelector<HTMLElement>(target)?.focus();
    }
  });
  return view;
}
