import React, { useState } from 'react';

import { Kind } from '../../api';
import { useServices } from '../../app/services';
import { useDebounced } from '../../common/hooks/useDebounced';
import { useLoaded } from '../../common/hooks/useLoaded';
import { useModels } from '../../common/models/model';
import { Problem } from '../../common/Problem';
import { EntityItem, entityItems, keyOf } from './entityItem';
import { EntityLabel } from './EntityLabel';

/** Results of each kind. */
const MAX_RESULTS = 10;

/** The kinds that are searched. */
const SEARCHED = ['sample', 'experiment', 'project'] as const;

interface Props {
  connection: string;
  /** The kinds that can be chosen. */
  kinds: ReadonlyArray<Kind>;
  choose: (item: EntityItem) => void;
  /** Shown while no words are entered. */
  children: React.ReactNode;
}

/** A search for what can be chosen; without words, what was used last, and other elements. */
export function EntitySearch({ connection, kinds, choose, children }: Props): JSX.Element {
  const { trans } = useServices();
  const [typed, setTyped] = useState('');
  const words = useDebounced(typed.trim());
  const label = trans.__('Search by name or code');
  return (
    <>
      <input
        type="search"
        className="jp-mod-styled"
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        value={typed}
        onChange={event => setTyped(event.target.value)}
        // It does not send the form around it.
        onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
      />
      {typed.trim() ? (
        <Results key={words} {...{ connection, kinds, choose, words }} />
      ) : (
        <>
          <Recent {...{ connection, kinds, choose }} />
          {children}
        </>
      )}
    </>
  );
}

function Results({
  connection,
  kinds,
  choose,
  words
}: Omit<Props, 'children'> & { words: string }): JSX.Element {
  const { trans, api } = useServices();
  const searched = SEARCHED.filter(kind => kinds.includes(kind));
  const found = useLoaded(words ? JSON.stringify([connection, searched, words]) : null, async signal => {
    const page = { start: 0, count: MAX_RESULTS };
    const pages = searched.map(kind => api.browsing.search(connection, { kind, text: words }, page, signal));
    return (await Promise.all(pages)).flatMap(entityItems).filter(item => kinds.includes(item.kind));
  });
  return (
    <>
      <p role="status">
        {found.value
          ? trans._n('%1 result', '%1 results', found.value.length)
          : !found.error && trans.__('Searching…')}
      </p>
      <Problem error={found.error} retry={found.retry} />
      <Items label={trans.__('Results')} items={found.value ?? []} choose={choose} />
    </>
  );
}

function Recent({ connection, kinds, choose }: Omit<Props, 'children'>): JSX.Element | null {
  const { trans, recentChoices } = useServices();
  useModels(recentChoices);
  const items = recentChoices
    .owners(connection)
    .filter(({ kind }) => kind && kinds.includes(kind as Kind))
    .map(({ identifier, name, kind }) => ({
      kind: kind as Kind,
      permId: identifier,
      identifier,
      name: name || null,
      type: null,
      dataSet: null
    }));
  const title = trans.__('Recently used');
  return items.length ? (
    <>
      <h4 className="jp-openbis-group">{title}</h4>
      <Items label={title} items={items} choose={choose} />
    </>
  ) : null;
}

interface ItemsProps {
  label: string;
  items: ReadonlyArray<EntityItem>;
  choose: (item: EntityItem) => void;
}

function Items({ label, items, choose }: ItemsProps): JSX.Element | null {
  return items.length ? (
    <ul aria-label={label} className="jp-openbis-choices">
      {items.map(item => (
        <li key={keyOf(item)}>
          <button type="button" className="jp-openbis-entity-button" onClick={() => choose(item)}>
            <EntityLabel item={item} where={item.identifier} />
          </button>
        </li>
      ))}
    </ul>
  ) : null;
}
