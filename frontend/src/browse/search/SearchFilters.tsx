import React from 'react';

import { SearchModel } from '../../state/search';
import { Checkbox } from '../common/Checkbox';
import { Combobox, Option } from '../common/Combobox';
import { Field, InputLinks } from '../common/Field';
import { useLoaded } from '../common/useLoaded';
import { useServices } from '../services';

interface Props {
  connection: string;
  search: SearchModel;
}

/** Type, days and person of what is searched for. */
export function SearchFilters({ connection, search }: Props): JSX.Element {
  const { trans } = useServices();
  const { kind, from = '', to = '', mine = false } = search.request;
  const day = (links: InputLinks, value: string, change: (value: string) => void) => (
    <input
      {...links}
      type="date"
      className="jp-mod-styled"
      value={value}
      onChange={event => change(event.target.value)}
    />
  );
  return (
    <div className="jp-openbis-filters">
      {kind !== 'project' && (
        <Field label={trans.__('Type')}>{links => <TypeInput {...{ connection, search, links }} />}</Field>
      )}
      <div className="jp-openbis-days">
        <Field label={trans.__('Registered from')}>
          {links => day(links, from, value => search.change({ from: value }))}
        </Field>
        <Field label={trans.__('to')}>{links => day(links, to, value => search.change({ to: value }))}</Field>
      </div>
      <Checkbox
        label={trans.__('Registered by me')}
        checked={mine}
        onChange={value => search.change({ mine: value })}
      />
      <button
        type="button"
        className="jp-openbis-link"
        disabled={!search.filters}
        onClick={() => search.change({ type: '', from: '', to: '', mine: false })}
      >
        {trans.__('Clear filters')}
      </button>
    </div>
  );
}

/** Types of data sets are chosen from a list; of others, the code is typed. */
function TypeInput({ connection, search, links }: Props & { links: InputLinks }): JSX.Element {
  const { api, trans } = useServices();
  const { kind, type = '' } = search.request;
  const isList = kind === 'dataSet';
  const types = useLoaded(isList ? `types:${connection}` : null, () =>
    api.transfers.dataSetTypes(connection)
  );
  const options: Option[] = [
    { value: '', label: trans.__('Any type') },
    ...(types.value ?? []).map(({ code, description }) => ({ value: code, label: code, description }))
  ];
  return isList && !types.error ? (
    <Combobox
      options={options}
      value={type}
      onChange={value => search.change({ type: value })}
      links={links}
    />
  ) : (
    <input
      {...links}
      type="text"
      className="jp-mod-styled"
      spellCheck={false}
      placeholder={trans.__('Code of the type')}
      value={type}
      onChange={event => search.change({ type: event.target.value.trim().toUpperCase() })}
    />
  );
}
