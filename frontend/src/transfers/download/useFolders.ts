import { useEffect, useState } from 'react';

import { useServices } from '../../app/services';
import { useDebounced } from '../../common/hooks/useDebounced';
import { isAbsolute } from '../../common/paths';
import { FileEntry } from '../../host/host';

/** List the folders in a Jupyter folder: null while loading, empty if the folder does not exist. */
export function useFolders(folder: string): { folders: FileEntry[] | null; isMissing: boolean } {
  const { host } = useServices();
  const settled = useDebounced(folder, 150);
  const [found, setFound] = useState<{ of: string; folders: FileEntry[] | null } | null>(null);
  useEffect(() => {
    let isWanted = !isAbsolute(settled);
    const take = (folders: FileEntry[] | null) => isWanted && setFound({ of: settled, folders });
    if (isWanted) {
      host.list(settled).then(
        entries => take(entries.filter(each => each.isFolder)),
        () => take(null)
      );
    }
    return () => {
      isWanted = false;
    };
  }, [host, settled]);
  const isCurrent = found?.of === folder;
  return {
    folders: isCurrent ? (found.folders ?? []) : null,
    isMissing: isCurrent && found.folders === null
  };
}
