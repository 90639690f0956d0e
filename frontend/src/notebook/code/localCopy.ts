import { BrowsingApi, LocalCopyRequest } from '../../api';
import { belowRoot, folderOf, isAbsolute, relativeTo, resolved } from '../../common/paths';
import { Notebook } from '../../host/host';
import { downloadsOf } from '../provenance';
import { CodeTarget } from './codeTarget';

/** Return the request for the copy of a target: near a notebook, or in the folder that it has recorded. */
export function localCopyRequest({ permId, path }: CodeTarget, notebook: Notebook): LocalCopyRequest {
  const near = folderOf(notebook.path);
  const recorded = downloadsOf(notebook).find(each => each.permId === permId)?.path;
  const folder = typeof recorded !== 'string' || isAbsolute(recorded) ? recorded : resolved(near, recorded);
  return { near, recorded: folder, ...(path !== undefined && { file: path }) };
}

/**
 * Find the local copy of a target, as a path for code in the notebook; null if there is none.
 * Throws `ApiError`.
 *
 * @param root Jupyter's root folder, an absolute path of the host.
 */
export async function findLocalCopy(
  api: BrowsingApi,
  target: CodeTarget,
  notebook: Notebook,
  root: string,
  signal?: AbortSignal
): Promise<string | null> {
  const request = localCopyRequest(target, notebook);
  const copy = await api.localCopy(target.connection, target.permId, request, signal);
  if (!copy || (target.path !== undefined && copy.file === null)) {
    return null;
  }
  const folder = pathInCode(copy.path, root, request.near);
  return copy.file === null ? folder : `${folder === '.' ? '' : `${folder}/`}${copy.file}`;
}

/** Return a path of the host for code in a notebook; kernels start in the notebook's folder. */
function pathInCode(absolute: string, root: string, notebookFolder: string): string {
  const below = belowRoot(root, absolute);
  if (below === null) {
    return /^[A-Za-z]:\\|^\\\\/.test(absolute) ? absolute.replace(/\\/g, '/') : absolute;
  }
  const relative = relativeTo(notebookFolder, below);
  return relative.startsWith('~') ? `./${relative}` : relative; // programs take ~ for a home directory
}
