import { Download } from '../api';
import { belowRoot, folderOf } from '../common/paths';

/** What the file browser shows of a download: a folder, and an entry to select in it. */
export interface Revealed {
  folder: string;
  entry?: string;
}

/** Whether Jupyter's file browser can show a folder of the host. */
export function isRevealable(folder: string | null, root: string): boolean {
  return folder !== null && belowRoot(root, folder) !== null;
}

/** Return where the files of downloads are; null outside the root folder, or if there are none. */
export function whereFilesAre(downloads: ReadonlyArray<Download>, root: string): Revealed | null {
  const [first, ...others] = downloads.map(({ path }) => belowRoot(root, path));
  if (first === undefined || first === null) {
    return null;
  }
  return others.length ? { folder: folderOf(first), entry: first.split('/').pop() } : { folder: first };
}
