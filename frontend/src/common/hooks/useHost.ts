import { useEffect, useReducer } from 'react';

import { Host } from '../../host/host';
import { useServices } from '../services';

/** Jupyter, and draw again whenever another notebook or folder is in front. */
export function useHost(): Host {
  const { host } = useServices();
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    host.changed.connect(again);
    return () => {
      host.changed.disconnect(again);
    };
  }, [host]);
  return host;
}
