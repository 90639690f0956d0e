import { useEffect, useReducer } from 'react';

import { Host } from './host';

/** Draw a component again whenever another notebook comes to the front, or its kernel changes. */
export function useHostChanges(host: Host): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    host.changed.connect(again);
    return () => void host.changed.disconnect(again);
  }, [host]);
}
