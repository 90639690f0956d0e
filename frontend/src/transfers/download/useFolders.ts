import { useEffect, useState } from 'react';

import { FileEntry } from '../../host/host';
import { isAbsolute } from '../../notebook/paths';
import { useDebounced } from '../common/useDebounced';
import { useServices } from '../services';

/** The folders in a folder of Jupyter's: null until they are known, none where there is no such folder. */
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
