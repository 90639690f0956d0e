import { useEffect, useState } from 'react';

import { ApiError } from '../../api';

/** A value that a component loads from the server. */
export interface Loaded<T> {
  value: T | null;
  error: ApiError | null;
  retry: () => void;
}

/** Load a value, again whenever the key changes; abort when the component is removed. Null as key: do not load. */
export function useLoaded<T>(key: string | null, read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; value: T | null; error: ApiError | null }>(
    NOTHING
  );
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === null) {
      return undefined;
    }
    const end = new AbortController();
    const take = (value: T | null, error: ApiError | null) =>
      end.signal.aborted || setState({ key, value, error });
    setState(before => (before.key === key ? { ...before, error: null } : { key, value: null, error: null }));
    read(end.signal).then(
      value => take(value, null),
      thrown => take(null, ApiError.from(thrown))
    );
    return () => end.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says what is read
  }, [key, attempt]);
  const { value, error } = state.key === key ? state : NOTHING;
  return { value, error, retry: () => setAttempt(attempt + 1) };
}

const NOTHING = { key: null, value: null, error: null };
