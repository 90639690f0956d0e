import React from 'react';

import { useServices } from '../app/services';

/** Items that are listed by name; of the others, the number is shown. */
export const MAX_LISTED = 10;

/** Messages about files or data sets. */
export function NamedList({ all }: { all: { name?: string; words: string }[] }): JSX.Element {
  const { trans } = useServices();
  const more = all.length - MAX_LISTED;
  return (
    <ul className="jp-openbis-named">
      {all.slice(0, MAX_LISTED).map(({ name, words }, index) => (
        <li key={index}>
          {name && (
            <>
              <strong>{name}</strong>:{' '}
            </>
          )}
          {words}
        </li>
      ))}
      {more > 0 && <li>{trans.__('and %1 more', more)}</li>}
    </ul>
  );
}
