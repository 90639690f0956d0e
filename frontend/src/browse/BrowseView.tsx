import React, { useEffect, useRef } from 'react';

import { Reference } from '../api';
import { useServices } from '../app/services';
import { useStickyHeight } from '../common/hooks/useStickyHeight';
import { useModels } from '../common/models/model';
import { ConnectionPicker } from '../connections/ConnectionPicker';
import { BrowsedConnection } from './browsing';
import { DetailsView } from './details/DetailsView';
import { keyOf } from './entities/entityItem';
import { WholeTree } from './entities/WholeTree';
import { PreviewPane } from './files/PreviewPane';
import { Results } from './search/Results';
import { SearchFields } from './search/SearchFields';
import { SelectionBar } from './SelectionBar';

/** The Browse tab: tree, search results, or details. */
export function BrowseView(): JSX.Element {
  const { trans, connections, browsing } = useServices();
  const { current } = connections;
  useModels(connections, browsing);
  useEffect(() => browsing.setConnection(current), [browsing, current]);
  return (
    <>
      <ConnectionPicker />
      {browsing.isConnected && browsing.current ? (
        <ConnectionContents
          key={browsing.current.connection}
          browsed={browsing.current}
          isCurrent={browsing.current.connection === current?.name}
        />
      ) : (
        current && <p>{trans.__('Log in to %1 to see what it holds.', current.name)}</p>
      )}
    </>
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
  const { connection, tree, search } = browsed;
  const isPreviewed = shown !== null && previewed !== null;
  useModels(search);
  const view = useFocusOfWay(shown, browsing.lastShown);
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
          <SearchFields connection={connection} search={search} refresh={() => void tree.refresh()} />
          {search.isOn ? (
            <Results connection={connection} search={search} />
          ) : (
            <WholeTree connection={connection} tree={tree} />
          )}
        </>
      )}
      <div className="jp-openbis-dock" ref={dock}>
        {isPreviewed && <PreviewPane {...previewed} />}
        {isPreviewed || <SelectionBar connection={connection} permId={shown?.permId ?? null} />}
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
function useFocusOfWay(shown: Reference | null, left: Reference | null): React.RefObject<HTMLDivElement> {
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
