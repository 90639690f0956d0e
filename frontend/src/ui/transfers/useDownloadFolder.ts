import { belowRoot, folderOf, isAbsolute } from '../../notebook/paths';
import { useModels } from '../../state/model';
import { useHost } from '../common/useHost';
import { useServices } from '../services';

interface DownloadFolder {
  /** As the user has typed it. */
  typed: string;
  /** As the server is asked for it. */
  folder: string;
  /** Why it cannot be used. */
  problem: string | null;
}

/** Where downloads go: the chosen folder, else the one of the settings, else that of the notebook or the file browser. */
export function useDownloadFolder(notebook: string | null): DownloadFolder {
  const { trans, downloadDraft, settings, connections } = useServices();
  useModels(downloadDraft, settings, connections);
  const host = useHost();
  const usual = settings.downloadFolder || (notebook === null ? host.folder : folderOf(notebook));
  const typed = downloadDraft.folderFor(notebook) ?? usual;
  const bare = typed.trim();
  const problem = bare.startsWith('~')
    ? trans.__('Give a path below Jupyter’s root folder, or one that begins with /.')
    : null;
  return { typed, folder: (isAbsolute(bare) && belowRoot(connections.root, bare)) || bare, problem };
}
