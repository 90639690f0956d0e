import { useEffect, useReducer } from 'react';

import { Host } from '../../host/host';
import { useCommonServices } from '../services';

/** Return Jupyter; render again when the current notebook or folder changes. */
export function useHost(): Host {
  const { host } = useCommonServices();
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    host.changed.connect(again);
    return () => {
      host.changed.disconnect(again);
    };
  }, [host]);
  return host;
}
