import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useServices } from '../../app/services';
import { EmptyState } from '../../common/EmptyState';
import { SEARCH } from '../../common/Icon';
import { useModels } from '../../common/models/model';
import { Problem } from '../../common/Problem';
import { keyOf } from '../entities/entityItem';
import { countLabel, kindTitle, nothingFoundMessage } from '../entities/kinds';
import { OverviewModel, ResultGroup } from './overview';
import { Result } from './Result';
import { SearchModel } from './search';

interface Props {
  connection: string;
  search: SearchModel;
  overview: OverviewModel;
}

/** The results of a search: of all kinds, the first ones; or all of one kind. */
export function Results({ connection, search, overview }: Props): JSX.Element {
  const { trans } = useServices();
  useModels(overview);
  const { found, isLoading, error, isOverall } = search;
  const { groups } = overview;
  const total = isOverall ? (overview.total ?? search.total) : search.total;
  const isFirst = isLoading && !found.length && !groups.length;
  const hasGroups = isOverall && groups.some(each => each.kind !== search.request.kind);
  return (
    <>
      <p role="status" className="jp-openbis-spoken">
        {isFirst && trans.__('Searching…')}
        {!isLoading && total !== null && total > 0 && trans._n('%1 found', '%1 found', total)}
      </p>
      {!isLoading && total === 0 && <NothingFound search={search} total={overview.total} />}
      <ul className="jp-openbis-results" aria-label={trans.__('Found')} aria-busy={isLoading}>
        {hasGroups
          ? groups.map(each => <Group key={each.kind} {...{ connection, search }} group={each} />)
          : found.map(item => <Result key={keyOf(item)} connection={connection} item={item} />)}
      </ul>
      <Problem error={error ?? overview.error} retry={() => void (error ? search.more() : overview.load())} />
      {!hasGroups && search.hasMore && !error && <More search={search} />}
    </>
  );
}

/** The first results of a kind, and a link to all of them. */
function Group({
  connection,
  search,
  group: { kind, items, total }
}: Pick<Props, 'connection' | 'search'> & { group: ResultGroup }): JSX.Element {
  const { trans } = useServices();
  const title = kindTitle(kind, trans);
  return (
    <li className="jp-openbis-result-group">
      <h3 className="jp-openbis-group">{title}</h3>
      <ul aria-label={title} aria-busy={!items.length}>
        {items.map(item => (
          <Result key={keyOf(item)} connection={connection} item={item} />
        ))}
      </ul>
      {total > items.length && items.length > 0 && (
        <button
          type="button"
          className="jp-openbis-link jp-openbis-all"
          onClick={() => void search.switchTo(kind)}
        >
          {trans.__('Show all: %1', countLabel(kind, total, trans))}
        </button>
      )}
    </li>
  );
}

function More({ search }: { search: SearchModel }): JSX.Element {
  const { trans } = useServices();
  const { found, total, isLoading } = search;
  return (
    <button
      type="button"
      className="jp-openbis-button jp-mod-styled"
      disabled={isLoading}
      onClick={() => void search.more()}
    >
      {isLoading ? trans.__('Loading…') : trans.__('Load more (%1 of %2)', found.length, total)}
    </button>
  );
}

/** Offers what else matches, or to end the search. `total`: number of results of all kinds. */
function NothingFound({ search, total }: { search: SearchModel; total: number | null }): JSX.Element {
  const { trans } = useServices();
  return total ? (
    <EmptyState
      icon={SEARCH}
      text={nothingFound(search, trans)}
      action={{
        label: trans._n('Show %1 result of other kinds', 'Show %1 results of other kinds', total),
        act: () => void search.showAll()
      }}
    />
  ) : (
    <EmptyState
      icon={SEARCH}
      text={`${nothingFound(search, trans)} ${trans.__('Try fewer or shorter words.')}`}
      action={{ label: trans.__('Clear search'), act: () => search.clear() }}
    />
  );
}

function nothingFound({ isOverall, request }: SearchModel, trans: TranslationBundle): string {
  return isOverall ? trans.__('Nothing found.') : nothingFoundMessage(request.kind, trans);
}
