import React, { useState } from 'react';

import { useServices } from '../../app/services';
import { FILTER, REFRESH } from '../../common/Icon';
import { ToolButton } from '../../common/ToolButton';
import { SearchNameForm } from '../places/SearchNameForm';
import { FilterChips } from './FilterChips';
import { KindChips } from './KindChips';
import { OverviewModel } from './overview';
import { SearchModel } from './search';
import { SearchFilters } from './SearchFilters';
import { SearchMenu } from './SearchMenu';

interface Props {
  connection: string;
  search: SearchModel;
  overview: OverviewModel;
  /** Reload the tree. */
  refresh: () => void;
}

/** One row with the words to search for and icons; below, while searching, kinds and filters. */
export function SearchFields({ connection, search, overview, refresh }: Props): JSX.Element {
  const { trans, places } = useServices();
  const [isSaved, save] = useState(false);
  const [areFiltersOpen, openFilters] = useState(search.filters > 0);
  const changeText = (text: string) => {
    search.isOverall ||= !text && !search.filters && !areFiltersOpen; // the next search is another one
    search.change({ text });
  };
  const toggleFilters = () => {
    openFilters(!areFiltersOpen);
    search.isOverall ||= areFiltersOpen && !search.isOn;
  };
  const filters = search.filters ? trans.__('Filters (%1)', search.filters) : trans.__('Filters');
  return (
    <>
      <form
        role="search"
        className="jp-openbis-search"
        onSubmit={event => {
          event.preventDefault();
          void search.start();
        }}
      >
        <div className="jp-openbis-search-row">
          <input
            type="search"
            className="jp-mod-styled"
            aria-label={trans.__('Search openBIS')}
            title={trans.__('Words of names, codes, permIds and properties; or a link into openBIS')}
            placeholder={trans.__('Search openBIS…')}
            value={search.request.text}
            onChange={event => changeText(event.target.value)}
          />
          <ToolButton
            label={filters}
            icon={FILTER}
            aria-expanded={areFiltersOpen}
            data-is-set={search.filters > 0 || undefined}
            onClick={toggleFilters}
          />
          <ToolButton
            label={trans.__('Refresh')}
            icon={REFRESH}
            onClick={() => (search.isOn ? void search.start() : refresh())}
          />
          <SearchMenu onSave={search.isOn ? () => save(true) : null} />
        </div>
        {(search.isOn || areFiltersOpen) && <KindChips search={search} overview={overview} />}
        <FilterChips search={search} />
        {areFiltersOpen && <SearchFilters connection={connection} search={search} />}
      </form>
      {isSaved && (
        <SearchNameForm
          name={search.request.text.trim()}
          verb={trans.__('Save search')}
          onSubmit={name => {
            save(false);
            places.toggle('searches', true);
            void places.saveSearch(connection, name, search);
          }}
          onCancel={() => save(false)}
        />
      )}
    </>
  );
}
