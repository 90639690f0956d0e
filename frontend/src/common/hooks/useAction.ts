import { useState } from 'react';

import { ApiError } from '../../api';

/** An asynchronous action with its state. */
export interface Action {
  isBusy: boolean;
  error: ApiError | null;
  /** Run it unless it is running; returns whether it succeeded. */
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
