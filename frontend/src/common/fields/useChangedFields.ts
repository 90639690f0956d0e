import { useRef } from 'react';

import { ApiError } from '../../api';

/**
 * Return the fields of a form that have changed since an error was reported: their errors are outdated.
 *
 * @param error Error of the server; null without one.
 * @param values Values of the form by the server's names of the fields.
 * @returns Names in lower case.
 */
export function useChangedFields(
  error: ApiError | null,
  values: Readonly<Record<string, unknown>>
): ReadonlySet<string> {
  const now = Object.entries(values).map(
    ([field, value]) => [field.toLowerCase(), JSON.stringify(value)] as const
  );
  const reported = useRef({ error, values: new Map(now) });
  if (reported.current.error !== error) {
    reported.current = { error, values: new Map(now) };
  }
  const before = reported.current.values;
  const names = new Set([...before.keys(), ...now.map(([field]) => field)]);
  const current = new Map(now);
  return new Set([...names].filter(field => before.get(field) !== current.get(field)));
}
