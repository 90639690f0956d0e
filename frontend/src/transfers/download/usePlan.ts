import { useEffect, useState } from 'react';

import { ApiError, DownloadPlan, DownloadRequest, TransfersApi } from '../../api';
import { useServices } from '../../app/services';
import { useDebounced } from '../../common/hooks/useDebounced';

export interface Planned {
  /** The plan; null while it is unknown. */
  plan: DownloadPlan | null;
  error: ApiError | null;
  isBusy: boolean;
  /** Ask again. */
  retry: () => void;
}

/** Ask the server what a download would do, when the user pauses. */
export function usePlan(request: DownloadRequest): Planned {
  const { api } = useServices();
  const asked = JSON.stringify(request);
  const settled = useDebounced(asked);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ to: string; plan?: DownloadPlan; error?: ApiError } | null>(null);
  useEffect(() => {
    const aborting = new AbortController();
    const take = (result: { plan: DownloadPlan } | { error: ApiError }) =>
      aborting.signal.aborted || setAnswer({ to: settled, ...result });
    setAnswer(null);
    planKnown(api.transfers, JSON.parse(settled), aborting.signal).then(
      plan => take({ plan }),
      thrown => take({ error: ApiError.from(thrown) })
    );
    return () => aborting.abort();
  }, [api, settled, attempt]);
  const isCurrent = answer?.to === asked;
  return {
    plan: (isCurrent && answer.plan) || null,
    error: (isCurrent && answer.error) || null,
    isBusy: !isCurrent,
    retry: () => setAttempt(attempt + 1)
  };
}

/**
 * Return the plan of a download. The server rejects requests with an unknown data set: the plan is requested without it, and
 * contains its problem. Throws `ApiError`.
 */
async function planKnown(
  api: TransfersApi,
  request: DownloadRequest,
  signal: AbortSignal
): Promise<DownloadPlan> {
  try {
    return await api.planDownload(request, signal);
  } catch (thrown) {
    const error = ApiError.from(thrown);
    const unknown =
      error.code === NOT_FOUND ? request.permIds.find(each => names(error.reason, each)) : undefined;
    const permIds = request.permIds.filter(each => each !== unknown);
    if (unknown === undefined || !permIds.length) {
      throw error;
    }
    const plan = await planKnown(api, { ...request, permIds }, signal);
    const { reason, code } = error;
    const missing = {
      permId: unknown,
      path: '',
      status: null,
      problem: { reason, code },
      skipped: null,
      files: [],
      conflicts: [],
      removed: []
    };
    return { ...plan, dataSets: [...plan.dataSets, missing] };
  }
}

const NOT_FOUND = 'data-set-not-found';

/** Whether a message of the server is about a data set: it ends with the permId. */
function names(reason: string, permId: string): boolean {
  return reason.endsWith(` ${permId}`);
}
