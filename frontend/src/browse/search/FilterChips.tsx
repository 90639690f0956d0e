import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useServices } from '../../app/services';
import { CROSS, Icon } from '../../common/Icon';
import { conditionLabel, conditionText } from './conditions';
import { SearchModel } from './search';

/** A filter that is set. */
interface Chip {
  key: string;
  label: string;
  remove: () => void;
}

/** The filters that are set; each can be removed. */
export function FilterChips({ search }: { search: SearchModel }): JSX.Element | null {
  const { trans } = useServices();
  const chips = chipsOf(search, trans);
  return chips.length ? (
    <ul className="jp-openbis-chips" aria-label={trans.__('Active filters')}>
      {chips.map(({ key, label, remove }) => (
        <li key={key} className="jp-openbis-chip">
          <span className="jp-openbis-ellipsis" title={label}>
            {label}
          </span>
          <button
            type="button"
            className="jp-openbis-icon-button"
            aria-label={trans.__('Remove filter: %1', label)}
            onClick={remove}
          >
            <Icon path={CROSS} />
          </button>
        </li>
      ))}
    </ul>
  ) : null;
}

function chipsOf(search: SearchModel, trans: TranslationBundle): Chip[] {
  const { type, owner, from, to, modifiedFrom, modifiedTo, mine } = search.request;
  const set: [string, string | undefined | false, Parameters<SearchModel['change']>[0]][] = [
    ['type', type && trans.__('Type: %1', type), { type: '' }],
    ['owner', owner && trans.__('In: %1', owner), { owner: '' }],
    ['from', from && trans.__('Registered from %1', from), { from: '' }],
    ['to', to && trans.__('Registered until %1', to), { to: '' }],
    ['modifiedFrom', modifiedFrom && trans.__('Modified from %1', modifiedFrom), { modifiedFrom: '' }],
    ['modifiedTo', modifiedTo && trans.__('Modified until %1', modifiedTo), { modifiedTo: '' }],
    ['mine', mine && trans.__('Registered by me'), { mine: false }]
  ];
  const fields = set.flatMap(([key, label, none]) =>
    label ? [{ key, label, remove: () => search.change(none) }] : []
  );
  const conditions = search.conditions.map(each => ({
    key: conditionText(each),
    label: conditionLabel(each, trans),
    remove: () => search.setConditions(search.conditions.filter(other => other !== each))
  }));
  return [...fields, ...conditions];
}
