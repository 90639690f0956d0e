import React from 'react';

import { useModels } from '../../state/model';
import { SearchModel } from '../../state/search';
import { keyOf, Thing, titleOf } from '../../state/things';
import { Problem } from '../common/Problem';
import { useServices } from '../services';
import { chosenOf } from './chosen';
import { ThingLabel } from './ThingLabel';

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
        {!isLoading && total === 0 && trans.__('Nothing was found. Fewer or shorter words find more.')}
        {!isFirst && total !== null && total > 0 && trans._n('%1 found', '%1 found', total)}
      </p>
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
