import { BrowsingApi, FileRow } from '../api';
import { Branch, TreeModel } from './tree';

export type FileTreeModel = TreeModel<FileRow>;

/** All files of a data set. */
export interface FileTotals {
  files: number;
  bytes: number;
}

/** The files and folders of a data set. `told` hears how many there are in all, as soon as that is known. */
export function fileTree(
  api: BrowsingApi,
  connection: string,
  permId: string,
  pageSize: () => number,
  told: (totals: FileTotals) => void
): FileTreeModel {
  const branch = (folder: string) =>
    new Branch<FileRow>(`files:${folder}`, null, async (page, signal) => {
      const rows = await api.files(connection, permId, folder, page, signal);
      if (folder === '') {
        told({ files: rows.totalFiles, bytes: rows.totalBytes });
      }
      return { items: rows.files, next: rows.start_with + rows.files.length, total: rows.totalCount };
    });
  return new TreeModel({
    roots: [branch('')],
    branchesOf: ({ isFolder, path }) => (isFolder ? [branch(path)] : []),
    keyOf: ({ path }) => path,
    pageSize
  });
}
