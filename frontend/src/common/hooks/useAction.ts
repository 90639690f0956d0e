import { useState } from 'react';

import { ApiError } from '../../api';

/** Something that takes a while and may fail. */
export interface Action {
  isBusy: boolean;
  error: ApiError | null;
  /** Do it, unless it is being done; tells whether it worked. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
  /** Forget the error. */
  reset: () => void;
}

export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    if (isBusy) {
      return false;
    }
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      setError(ApiError.from(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, run, reset: () => setError(null) };
}
