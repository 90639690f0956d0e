import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { SEARCH_KINDS } from '../../api';
import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { Problem } from '../../common/Problem';
import { keyOf, EntityItem, titleOf } from '../entities/entityItem';
import { EntityLabel } from '../entities/EntityLabel';
import { countLabel, nothingFoundMessage } from '../entities/kinds';
import { placeOfDataSet } from '../files/filePlaces';
import { SearchModel } from './search';

interface Props {
  connection: string;
  search: SearchModel;
}

/** The results of a search. */
export function Results({ connection, search }: Props): JSX.Element {
  const { trans } = useServices();
  const { found, total, isLoading, hasMore, error } = search;
  const isFirst = isLoading && !found.length;
  return (
    <>
      <p role="status" className="jp-openbis-found">
        {isFirst && trans.__('Searching…')}
        {!isLoading && total === 0 && noResultsMessage(search, trans)}
        {!isFirst && total !== null && total > 0 && trans._n('%1 found', '%1 found', total)}
      </p>
      <KindChips search={search} />
      <ul className="jp-openbis-results" aria-label={trans.__('Found')} aria-busy={isLoading}>
        {found.map(item => (
          <Result key={keyOf(item)} connection={connection} item={item} />
        ))}
      </ul>
      <Problem error={error} retry={() => void search.more()} />
      {hasMore && !error && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          disabled={isLoading}
          onClick={() => void search.more()}
        >
          {isLoading ? trans.__('Loading…') : trans.__('Load more (%1 of %2)', found.length, total)}
        </button>
      )}
    </>
  );
}

/** Return the message for a search without results, with the next step. */
function noResultsMessage({ request: { kind }, counts }: SearchModel, trans: TranslationBundle): string {
  const hasOthers = SEARCH_KINDS.some(each => each !== kind && counts[each]);
  const next = hasOthers ? trans.__('See what else matches:') : trans.__('Try fewer or shorter words.');
  return `${nothingFoundMessage(kind, trans)} ${next}`;
}

/** The number of results of each kind; a click shows them. */
function KindChips({ search }: { search: SearchModel }): JSX.Element | null {
  const { trans } = useServices();
  const kinds = SEARCH_KINDS.filter(each => search.counts[each] !== undefined);
  return kinds.length ? (
    <div role="group" aria-label={trans.__('Found by kind')} className="jp-openbis-kinds">
      {kinds.map(each => (
        <button
          key={each}
          type="button"
          className="jp-openbis-chip"
          aria-pressed={each === search.request.kind}
          onClick={() => void search.switchTo(each)}
        >
          {countLabel(each, search.counts[each] ?? 0, trans)}
        </button>
      ))}
    </div>
  ) : null;
}

function Result({ connection, item }: { connection: string; item: EntityItem }): JSX.Element {
  const { trans, browsing, selection } = useServices();
  useModels(selection);
  const { dataSet } = item;
  return (
    <li className="jp-openbis-result">
      {dataSet && (
        <input
          type="checkbox"
          aria-label={trans.__('Select %1', titleOf(item))}
          checked={selection.isChecked(connection, item.permId)}
          onChange={() => selection.toggle(placeOfDataSet(connection, dataSet))}
        />
      )}
      <button
        type="button"
        className="jp-openbis-entity-button"
        data-result={keyOf(item)}
        onClick={() => browsing.showDetails(item)}
      >
        <EntityLabel item={item} where={whereOf(item)} />
      </button>
    </li>
  );
}

/** Return the parent of an item, as far as its row has it. */
function whereOf({ dataSet, identifier }: EntityItem): string | null {
  return dataSet ? (dataSet.sample ?? dataSet.experiment) : identifier;
}
