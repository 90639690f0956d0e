import { useEffect, useRef, useState } from 'react';

import { ApiError, InstanceCheck } from '../../api';
import { useServices } from '../../app/services';
import { FormValues, toCheck } from './formValues';

/** Check whether openBIS answers at the entered address. */
export interface Checking {
  result: InstanceCheck | null;
  error: ApiError | null;
  isBusy: boolean;
  /** Check; the result is ignored if the values change meanwhile. */
  check: (values: FormValues) => Promise<void>;
  /** Forget the result: the values have changed. */
  reset: () => void;
}

type Found = Pick<Checking, 'result' | 'error' | 'isBusy'>;

const NOTHING: Found = { result: null, error: null, isBusy: false };

export function useInstanceCheck(): Checking {
  const { api } = useServices();
  const [found, setFound] = useState(NOTHING);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  const restart = () => {
    current.current?.abort();
    current.current = new AbortController();
    return current.current.signal;
  };
  const check = async (values: FormValues) => {
    const signal = restart();
    setFound({ ...NOTHING, isBusy: true });
    const outcome = await api.connections.check(toCheck(values), signal).then(
      result => ({ ...NOTHING, result }),
      error => ({ ...NOTHING, error: ApiError.from(error) })
    );
    if (!signal.aborted) {
      setFound(outcome);
    }
  };
  const reset = () => {
    restart();
    setFound(NOTHING);
  };
  return { ...found, check, reset };
}
