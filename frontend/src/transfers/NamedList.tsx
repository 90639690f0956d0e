import React from 'react';

import { useServices } from '../app/services';

/** Items that are listed by name; of the others, the number is shown. */
export const MAX_LISTED = 10;

interface Props {
  all: { name?: string; words: string }[];
  /** How many there are, if these are only the first ones. */
  total?: number;
}

/** Messages about files or data sets. */
export function NamedList({ all, total = all.length }: Props): JSX.Element {
  const { trans } = useServices();
  const more = total - Math.min(all.length, MAX_LISTED);
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
