import { useEffect, useState } from 'react';

import { ApiError, DownloadPlan, DownloadRequest } from '../../api';
import { useDebounced } from '../common/useDebounced';
import { useServices } from '../services';

export interface Planned {
  /** What the download would do; null as long as it is not known. */
  plan: DownloadPlan | null;
  error: ApiError | null;
  isBusy: boolean;
  /** Ask again. */
  retry: () => void;
}

/** What a download would do, as soon as the user pauses; null means that there is nothing to ask. */
export function usePlan(request: DownloadRequest | null): Planned {
  const { api } = useServices();
  const asked = JSON.stringify(request);
  const settled = useDebounced(asked);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ to: string; plan?: DownloadPlan; error?: ApiError } | null>(null);
  useEffect(() => {
    const aborting = new AbortController();
    const take = (told: { plan: DownloadPlan } | { error: ApiError }) =>
      aborting.signal.aborted || setAnswer({ to: settled, ...told });
    const wanted: DownloadRequest | null = JSON.parse(settled);
    setAnswer(null);
    if (wanted) {
      api.transfers.planDownload(wanted, aborting.signal).then(
        plan => take({ plan }),
        thrown => take({ error: ApiError.from(thrown) })
      );
    }
    return () => aborting.abort();
  }, [api, settled, attempt]);
  const isCurrent = answer?.to === asked;
  return {
    plan: (isCurrent && answer.plan) || null,
    error: (isCurrent && answer.error) || null,
    isBusy: request !== null && !isCurrent,
    retry: () => setAttempt(attempt + 1)
  };
}
