import { useEffect } from 'react';

import { useServices } from '../../app/services';
import { Polling } from '../../common/models/polling';

/** Milliseconds between two requests for the status of a data set. */
const INTERVAL = 10_000;

/** Ask for the archiving status of a data set as long as it is going to change. */
export function useStatusPolling(
  connection: string,
  permId: string,
  isWanted: boolean,
  take: (status: string | null) => void
): void {
  const { api } = useServices();
  useEffect(() => {
    if (!isWanted) {
      return undefined;
    }
    const end = new AbortController();
    const poll = async () => {
      const details = await api.browsing.details(connection, { kind: 'dataSet', permId }, end.signal);
      take(details.dataSet?.status ?? null);
      return true;
    };
    const polling = new Polling(poll, INTERVAL, INTERVAL);
    void polling.start();
    return () => {
      end.abort();
      polling.dispose();
    };
  }, [api, connection, permId, isWanted, take]);
}
