import React from 'react';

import { EntityType, FILTERABLE_KINDS, Kind } from '../../api';
import { useServices } from '../../app/services';
import { Checkbox } from '../../common/fields/Checkbox';
import { Combobox, Option } from '../../common/fields/Combobox';
import { Field, InputLinks } from '../../common/fields/Field';
import { useLoaded } from '../../common/hooks/useLoaded';
import { EntityPicker } from '../entities/EntityPicker';
import { ConditionFields } from './ConditionFields';
import { SearchModel } from './search';

interface Props {
  connection: string;
  search: SearchModel;
}

const PLACES: ReadonlyArray<Kind> = ['space', 'project', 'experiment', 'sample'];

/** Filters by type, properties, place, dates and registrator; and the order. */
export function SearchFilters({ connection, search }: Props): JSX.Element {
  const { trans, api } = useServices();
  const { kind, from, to, modifiedFrom, modifiedTo, owner = '', mine = false } = search.request;
  const isFilterable = FILTERABLE_KINDS.includes(kind);
  const types = useLoaded(
    isFilterable && !search.isOverall ? JSON.stringify([connection, kind]) : null,
    signal => api.changes.types(connection, kind, false, signal)
  );
  return (
    <div className="jp-openbis-filters">
      {search.isOverall && (
        <p className="jp-openbis-description">
          {trans.__('Choose a kind above to filter by type and properties.')}
        </p>
      )}
      {isFilterable && !search.isOverall && (
        <>
          <Field label={trans.__('Type')}>
            {links => <TypeInput types={types.error ? null : (types.value ?? [])} {...{ search, links }} />}
          </Field>
          <ConditionFields
            search={search}
            types={types.value ?? []}
            isLoading={!types.value && !types.error}
          />
        </>
      )}
      <EntityPicker
        label={trans.__('In this place')}
        connection={connection}
        value={owner}
        kinds={PLACES}
        onChange={value => search.change({ owner: value })}
      />
      {isFilterable && (
        <>
          <Days
            label={trans.__('Registered from')}
            {...{ from, to }}
            onChange={(first, last) => search.change({ from: first, to: last })}
          />
          <Days
            label={trans.__('Modified from')}
            from={modifiedFrom}
            to={modifiedTo}
            onChange={(first, last) => search.change({ modifiedFrom: first, modifiedTo: last })}
          />
          <Checkbox
            label={trans.__('Registered by me')}
            checked={mine}
            onChange={value => search.change({ mine: value })}
          />
        </>
      )}
      <SortInput search={search} />
      <button
        type="button"
        className="jp-openbis-link"
        disabled={!search.filters}
        onClick={() => search.clearFilters()}
      >
        {trans.__('Clear filters')}
      </button>
    </div>
  );
}

interface DaysProps {
  label: string;
  from?: string;
  to?: string;
  onChange: (from: string, to: string) => void;
}

function Days({ label, from = '', to = '', onChange }: DaysProps): JSX.Element {
  const { trans } = useServices();
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
    <div className="jp-openbis-days" role="group" aria-label={label}>
      <Field label={label}>{links => day(links, from, value => onChange(value, to))}</Field>
      <Field label={trans.__('to')}>{links => day(links, to, value => onChange(from, value))}</Field>
    </div>
  );
}

function SortInput({ search }: { search: SearchModel }): JSX.Element {
  const { trans } = useServices();
  const orders: [string, string][] = [
    ['', trans.__('Newest first')],
    ['registered', trans.__('Oldest first')],
    ['-modified', trans.__('Last modified first')],
    ['code', trans.__('By code')]
  ];
  return (
    <Field label={trans.__('Order')}>
      {links => (
        <select
          {...links}
          className="jp-mod-styled"
          value={search.request.sort ?? ''}
          onChange={event => search.change({ sort: event.target.value })}
        >
          {orders.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface TypeProps {
  search: SearchModel;
  links: InputLinks;
  /** Null: they cannot be loaded; the code is entered. */
  types: ReadonlyArray<EntityType> | null;
}

function TypeInput({ search, links, types }: TypeProps): JSX.Element {
  const { trans } = useServices();
  const { type = '' } = search.request;
  const options: Option[] = [
    { value: '', label: trans.__('Any type') },
    ...(types ?? []).map(({ code, description }) => ({ value: code, label: code, description }))
  ];
  return types ? (
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
