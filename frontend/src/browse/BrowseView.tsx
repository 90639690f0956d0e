import React, { useEffect, useRef } from 'react';

import { Reference } from '../../api';
import { BrowsingPlace } from '../../state/browsing';
import { useModels } from '../../state/model';
import { keyOf } from '../../state/things';
import { ConnectionPicker } from '../connections/ConnectionPicker';
import { useServices } from '../services';
import { DetailsView } from './DetailsView';
import { PreviewPane } from './PreviewPane';
import { Results } from './Results';
import { SearchFields } from './SearchFields';
import { ChosenBar } from './ChosenBar';
import { useDock } from './useDock';
import { WholeTree } from './WholeTree';

/** Look around in openBIS: the tree or what a search has found, or the details of one thing. */
export function BrowseView(): JSX.Element {
  const { trans, connections, browsing } = useServices();
  const { current } = connections;
  useModels(connections, browsing);
  useEffect(() => browsing.follow(current), [browsing, current]);
  return (
    <>
      <ConnectionPicker />
      {browsing.isConnected && browsing.place ? (
        <Place place={browsing.place} />
      ) : (
        current && <p>{trans.__('Log in to %1 to see what it holds.', current.name)}</p>
      )}
    </>
  );
}

function Place({ place }: { place: BrowsingPlace }): JSX.Element {
  const { browsing, navigation } = useServices();
  const { shown, file } = browsing;
  const { connection, tree, search } = place;
  useModels(search);
  const view = useFocusOfWay(shown, browsing.left);
  useEffect(() => {
    if (navigation.takeFocus()) {
      view.current?.querySelector<HTMLElement>('[type="search"], [data-openbis-title]')?.focus();
    }
  }, [navigation, view]);
  const dock = useDock(view);
  return (
    <div className="jp-openbis-browse" ref={view}>
      {shown ? (
        <DetailsView key={keyOf(shown)} connection={connection} thing={shown} />
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
        {shown && file !== null && <PreviewPane connection={connection} permId={shown.permId} path={file} />}
        <ChosenBar connection={connection} permId={shown?.permId ?? null} />
      </div>
    </div>
  );
}

/** Move the focus with the way: to the title of details that open, and back to the thing they were opened from. */
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
