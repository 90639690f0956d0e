import React, { useState } from 'react';

import { useServices } from '../../app/services';
import { Disclosure } from '../../common/Disclosure';
import { ErrorNote } from '../../common/ErrorNote';
import { BOOKMARK, CLOCK, CROSS, ELLIPSIS, Icon, STAR } from '../../common/Icon';
import { MenuButton } from '../../common/MenuButton';
import { formatNumber } from '../../common/messages/format';
import { useModels } from '../../common/models/model';
import { ToolButton } from '../../common/ToolButton';
import { EntityLabel } from '../entities/EntityLabel';
import { keyOf, titleOf } from '../entities/entityItem';
import { SearchModel } from '../search/search';
import { KeptPlaces, Place, SavedSearch } from './keptPlaces';
import { SearchNameForm } from './SearchNameForm';

interface Props {
  connection: string;
  search: SearchModel;
}

/** Favourites, recent places and saved searches, folded; nothing of what there is none. */
export function PlacesSection({ connection, search }: Props): JSX.Element {
  const { trans, places } = useServices();
  useModels(places);
  const { favourites, recent, searches } = places.of(connection);
  return (
    <div className="jp-openbis-places">
      <Places list="favourites" title={trans.__('Favourites')} icon={STAR} count={favourites.length}>
        {favourites.map(each => (
          <PlaceRow key={keyOf(each)} connection={connection} place={each} isFavourite />
        ))}
      </Places>
      <Places list="recent" title={trans.__('Recent')} icon={CLOCK} count={recent.length}>
        {recent.map(each => (
          <PlaceRow key={keyOf(each)} connection={connection} place={each} />
        ))}
      </Places>
      <Places list="searches" title={trans.__('Saved searches')} icon={BOOKMARK} count={searches.length}>
        {searches.map(each => (
          <SearchRow key={each.name} {...{ connection, search }} saved={each} />
        ))}
      </Places>
      <ErrorNote error={places.problem} />
    </div>
  );
}

interface PlacesProps {
  list: keyof KeptPlaces;
  title: string;
  icon: string;
  count: number;
  children: React.ReactNode;
}

function Places({ list, title, icon, count, children }: PlacesProps): JSX.Element | null {
  const { trans, places } = useServices();
  return count ? (
    <Disclosure
      className="jp-openbis-place-list"
      title={title}
      note={formatNumber(count, trans)}
      icon={<Icon path={icon} />}
      isOpen={places.opened.has(list)}
      onToggle={isOpen => places.toggle(list, isOpen)}
    >
      <ul aria-label={title}>{children}</ul>
    </Disclosure>
  ) : null;
}

interface PlaceProps {
  connection: string;
  place: Place;
  isFavourite?: boolean;
}

function PlaceRow({ connection, place, isFavourite = false }: PlaceProps): JSX.Element {
  const { trans, browsing, places } = useServices();
  const label = trans.__('Remove from favourites: %1', titleOf(place));
  return (
    <li className="jp-openbis-place">
      <button
        type="button"
        className="jp-openbis-entity-button"
        onClick={() => browsing.showDetails({ kind: place.kind, permId: place.permId })}
      >
        <EntityLabel item={{ ...place, dataSet: null }} />
      </button>
      {isFavourite && (
        <ToolButton
          label={label}
          icon={CROSS}
          onClick={() => void places.toggleFavourite(connection, place)}
        />
      )}
    </li>
  );
}

function SearchRow({ connection, search, saved }: Props & { saved: SavedSearch }): JSX.Element {
  const { trans, places } = useServices();
  const [isRenamed, rename] = useState(false);
  return (
    <li className="jp-openbis-place">
      {isRenamed ? (
        <SearchNameForm
          name={saved.name}
          verb={trans.__('Rename')}
          onSubmit={name => {
            rename(false);
            void places.renameSearch(connection, saved, name);
          }}
          onCancel={() => rename(false)}
        />
      ) : (
        <>
          <button type="button" className="jp-openbis-entity-button" onClick={() => search.repeat(saved)}>
            <Icon path={BOOKMARK} />
            <span className="jp-openbis-ellipsis">{saved.name}</span>
          </button>
          <MenuButton
            label={trans.__('Actions for %1', saved.name)}
            icon={ELLIPSIS}
            entries={[
              { label: trans.__('Rename…'), act: () => rename(true) },
              { label: trans.__('Delete'), act: () => void places.deleteSearch(connection, saved) }
            ]}
          />
        </>
      )}
    </li>
  );
}
