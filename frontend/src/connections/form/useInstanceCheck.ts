import { useEffect, useRef, useState } from 'react';

import { ApiError, InstanceCheck } from '../../api';
import { useServices } from '../services';
import { Typed } from './entry';

/** Looks whether openBIS answers at the address that is typed. */
export interface Checking {
  result: InstanceCheck | null;
  error: ApiError | null;
  isBusy: boolean;
  /** Look; what is typed meanwhile makes the outcome void. */
  check: (typed: Typed) => Promise<void>;
  /** Something else is typed now: forget what was found. */
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
  const check = async ({ url, verify_certificates, ca_bundle, http_only }: Typed) => {
    const signal = restart();
    setFound({ ...NOTHING, isBusy: true });
    const entry = {
      url: url.trim(),
      verify_certificates,
      ca_bundle: ca_bundle.trim() || null,
      http_only
    };
    const outcome = await api.connections.check(entry, signal).then(
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
