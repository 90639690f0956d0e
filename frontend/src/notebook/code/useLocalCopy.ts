import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { useModels } from '../../common/models/model';
import { Notebook } from '../../host/host';
import { CodeTarget } from './codeTarget';
import { findLocalCopy, localCopyRequest } from './localCopy';

/** Search for the local copy of a target while `isWanted`, and again after each download of it. */
export function useLocalCopy(
  target: CodeTarget,
  notebook: Notebook | null,
  isWanted: boolean
): { isLooking: boolean; path: string | undefined } {
  const { api, connections, transfers } = useServices();
  useModels(transfers, connections);
  const { connection, permId, path } = target;
  const { root } = connections;
  const downloads = (transfers.jobs ?? []).filter(
    job => job.kind === 'download' && job.state === 'done' && job.permIds.includes(permId)
  );
  const request = notebook && localCopyRequest(target, notebook);
  const key = [connection, permId, path, root, request, downloads.map(job => job.id)];
  const found = useLoaded(isWanted && notebook ? JSON.stringify(key) : null, signal =>
    findLocalCopy(api.browsing, target, notebook!, root, signal).then(each => ({ path: each }))
  );
  return {
    isLooking: isWanted && notebook !== null && !found.value && !found.error,
    path: found.value?.path ?? undefined // if the request fails, code reads from openBIS
  };
}
