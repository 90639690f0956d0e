import React from 'react';

import { SEARCH_KINDS } from '../../api';
import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { formatNumber } from '../../common/messages/format';
import { kindTitle } from '../entities/kinds';
import { OverviewModel } from './overview';
import { SearchModel } from './search';

interface Props {
  search: SearchModel;
  overview: OverviewModel;
}

/** The kinds with the number of their results; one of them, or all, are shown. */
export function KindChips({ search, overview }: Props): JSX.Element {
  const { trans } = useServices();
  useModels(overview);
  const { request, counts, isOverall } = search;
  const { total } = overview;
  const kinds = SEARCH_KINDS.filter(
    kind => total === null || counts[kind] !== undefined || (!isOverall && kind === request.kind)
  );
  return (
    <div role="group" aria-label={trans.__('Found by kind')} className="jp-openbis-kinds">
      <Chip
        label={trans._p('all kinds', 'All')}
        count={total ?? undefined}
        isOn={isOverall}
        onChoose={() => search.showAll()}
      />
      {kinds.map(kind => (
        <Chip
          key={kind}
          label={kindTitle(kind, trans)}
          count={counts[kind]}
          isOn={!isOverall && kind === request.kind}
          onChoose={() => search.switchTo(kind)}
        />
      ))}
    </div>
  );
}

interface ChipProps {
  label: string;
  count: number | undefined;
  isOn: boolean;
  onChoose: () => Promise<void>;
}

function Chip({ label, count, isOn, onChoose }: ChipProps): JSX.Element {
  const { trans } = useServices();
  return (
    <button type="button" className="jp-openbis-chip" aria-pressed={isOn} onClick={() => void onChoose()}>
      {label}
      {count !== undefined && <small> {formatNumber(count, trans)}</small>}
    </button>
  );
}
