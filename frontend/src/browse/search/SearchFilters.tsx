import React from 'react';

import { FILTERABLE_KINDS } from '../../api';
import { useServices } from '../../app/services';
import { Checkbox } from '../../common/fields/Checkbox';
import { Combobox, Option } from '../../common/fields/Combobox';
import { Field, InputLinks } from '../../common/fields/Field';
import { useLoaded } from '../../common/hooks/useLoaded';
import { SearchModel } from './search';

interface Props {
  connection: string;
  search: SearchModel;
}

/** Filters by type, registration date and registrator. */
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
      {FILTERABLE_KINDS.includes(kind) && (
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

/** A list of the data set types; for other kinds, an input for the code. */
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
