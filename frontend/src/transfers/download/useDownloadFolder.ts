import { useServices } from '../../app/services';
import { useHost } from '../../common/hooks/useHost';
import { useModels } from '../../common/models/model';
import { belowRoot, folderOf, isAbsolute } from '../../common/paths';

interface DownloadFolder {
  /** As the user entered it. */
  typed: string;
  /** As it is sent to the server. */
  folder: string;
}

/** Return the download folder: the selected one, else that of the settings, else that of the notebook or file browser. */
export function useDownloadFolder(notebook: string | null): DownloadFolder {
  const { downloadDraft, settings, connections } = useServices();
  useModels(downloadDraft, settings, connections);
  const host = useHost();
  const usual = settings.downloadFolder || (notebook === null ? host.folder : folderOf(notebook));
  const typed = downloadDraft.folderFor(notebook) ?? usual;
  const bare = typed.trim();
  return { typed, folder: (isAbsolute(bare) && belowRoot(connections.root, bare)) || bare };
}
