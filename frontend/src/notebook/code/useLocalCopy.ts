import { CodeTarget } from '../../notebook/codeTarget';
import { findLocalCopy, localCopyRequest } from '../../notebook/localCopy';
import { Notebook } from '../../host/host';
import { useModels } from '../../state/model';
import { useLoaded } from '../common/useLoaded';
import { useServices } from '../services';

/** The copy on the disk of what code is written for, looked for while `isWanted` and again after each download of it. */
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
    path: found.value?.path ?? undefined // where the server cannot tell, code reads from openBIS
  };
}
