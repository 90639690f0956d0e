import React, { useState } from 'react';

import { SEARCH_KINDS, SearchRequest } from '../../api';
import { useServices } from '../../app/services';
import { Icon, REFRESH } from '../../common/Icon';
import { kindTitle } from '../entities/kinds';
import { SearchModel } from './search';
import { SearchFilters } from './SearchFilters';

interface Props {
  connection: string;
  search: SearchModel;
  /** Reload the tree. */
  refresh: () => void;
}

/** Words to search for, the kind that is searched, and filters. */
export function SearchFields({ connection, search, refresh }: Props): JSX.Element {
  const { trans } = useServices();
  const [areFiltersOpen, openFilters] = useState(search.filters > 0);
  return (
    <form
      role="search"
      className="jp-openbis-search"
      onSubmit={event => {
        event.preventDefault();
        void search.start();
      }}
    >
      <input
        type="search"
        className="jp-mod-styled"
        aria-label={trans.__('Search openBIS')}
        title={trans.__('Words of names, codes, permIds and properties; or a link into openBIS')}
        placeholder={trans.__('Search names, codes, properties')}
        value={search.request.text}
        onChange={event => search.change({ text: event.target.value })}
      />
      <div className="jp-openbis-search-row">
        <KindInput search={search} />
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          aria-expanded={areFiltersOpen}
          onClick={() => openFilters(!areFiltersOpen)}
        >
          {search.filters ? trans.__('Filters (%1)', search.filters) : trans.__('Filters')}
        </button>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-openbis-icon-button"
          title={trans.__('Refresh')}
          aria-label={trans.__('Refresh')}
          onClick={() => (search.isOn ? void search.start() : refresh())}
        >
          <Icon path={REFRESH} />
        </button>
      </div>
      {areFiltersOpen && <SearchFilters connection={connection} search={search} />}
    </form>
  );
}

function KindInput({ search }: { search: SearchModel }): JSX.Element {
  const { trans } = useServices();
  return (
    <select
      className="jp-mod-styled"
      aria-label={trans.__('Search in')}
      value={search.request.kind}
      onChange={event => search.change({ kind: event.target.value as SearchRequest['kind'] })}
    >
      {SEARCH_KINDS.map(kind => (
        <option key={kind} value={kind}>
          {kindTitle(kind, trans)}
        </option>
      ))}
    </select>
  );
}
