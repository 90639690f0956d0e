import React from 'react';

import { useServices } from '../services';

/** So many files or data sets are named; of the others the number is enough. */
export const NAMED = 10;

/** What is the matter with some files or data sets. */
export function NamedList({ all }: { all: { name: string; words: string }[] }): JSX.Element {
  const { trans } = useServices();
  const more = all.length - NAMED;
  return (
    <ul className="jp-openbis-named">
      {all.slice(0, NAMED).map(({ name, words }, index) => (
        <li key={index}>
          <strong>{name}</strong>: {words}
        </li>
      ))}
      {more > 0 && <li>{trans.__('and %1 more', more)}</li>}
    </ul>
  );
}
