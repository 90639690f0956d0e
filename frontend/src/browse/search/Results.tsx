import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { SearchKind } from '../../api';
import { useModels } from '../../state/model';
import { SearchModel } from '../../state/search';
import { keyOf, Thing, titleOf } from '../../state/things';
import { Problem } from '../common/Problem';
import { useServices } from '../services';
import { chosenOf } from './chosen';
import { countInWords, nothingFound } from './kinds';
import { ThingLabel } from './ThingLabel';

/** In the order in which they are shown. */
const KINDS: ReadonlyArray<SearchKind> = ['dataSet', 'sample', 'experiment', 'project'];

interface Props {
  connection: string;
  search: SearchModel;
}

/** What a search has found. */
export function Results({ connection, search }: Props): JSX.Element {
  const { trans } = useServices();
  const { found, total, isLoading, hasMore, error } = search;
  const isFirst = isLoading && !found.length;
  return (
    <>
      <p role="status" className="jp-openbis-found">
        {isFirst && trans.__('Searching…')}
        {!isLoading && total === 0 && nothingInWords(search, trans)}
        {!isFirst && total !== null && total > 0 && trans._n('%1 found', '%1 found', total)}
      </p>
      <KindChips search={search} />
      <ul className="jp-openbis-results" aria-label={trans.__('Found')} aria-busy={isLoading}>
        {found.map(thing => (
          <Result key={keyOf(thing)} connection={connection} thing={thing} />
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

/** That nothing was found, and what to do about it. */
function nothingInWords({ request: { kind }, counts }: SearchModel, trans: TranslationBundle): string {
  const hasOthers = KINDS.some(each => each !== kind && counts[each]);
  const next = hasOthers ? trans.__('See what else matches:') : trans.__('Try fewer or shorter words.');
  return `${nothingFound(kind, trans)} ${next}`;
}

/** How many of each kind the words find; a click shows those. */
function KindChips({ search }: { search: SearchModel }): JSX.Element | null {
  const { trans } = useServices();
  const kinds = KINDS.filter(each => search.counts[each] !== undefined);
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
          {countInWords(each, search.counts[each] ?? 0, trans)}
        </button>
      ))}
    </div>
  ) : null;
}

function Result({ connection, thing }: { connection: string; thing: Thing }): JSX.Element {
  const { trans, browsing, selection } = useServices();
  useModels(selection);
  const { dataSet } = thing;
  return (
    <li className="jp-openbis-result">
      {dataSet && (
        <input
          type="checkbox"
          aria-label={trans.__('Choose %1', titleOf(thing))}
          checked={selection.isChecked(connection, thing.permId)}
          onChange={() => selection.toggle(chosenOf(connection, dataSet))}
        />
      )}
      <button
        type="button"
        className="jp-openbis-thing-button"
        data-result={keyOf(thing)}
        onClick={() => browsing.show(thing)}
      >
        <ThingLabel thing={thing} where={whereOf(thing)} />
      </button>
    </li>
  );
}

/** Where a thing lies, as far as its row tells. */
function whereOf({ dataSet, identifier }: Thing): string | null {
  return dataSet ? (dataSet.sample ?? dataSet.experiment) : identifier;
}
