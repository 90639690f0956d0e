import { BrowsingApi, FileRow } from '../../api';
import { Branch, TreeModel } from '../../common/tree/treeModel';

/** Number and size of all files of a data set. */
export interface FileTotals {
  files: number;
  bytes: number;
}

/** The files and folders of a data set. */
export class FileTreeModel extends TreeModel<FileRow> {
  /** Number and size of all files; null until openBIS has answered. */
  totals: FileTotals | null = null;

  constructor(api: BrowsingApi, connection: string, permId: string, pageSize: () => number) {
    const branch = (folder: string) =>
      new Branch<FileRow>(`files:${folder}`, null, async (page, signal) => {
        const rows = await api.files(connection, permId, folder, page, signal);
        if (folder === '') {
          this.totals = { files: rows.totalFiles, bytes: rows.totalBytes };
        }
        return { items: rows.files, next: rows.start_with + rows.files.length, total: rows.totalCount };
      });
    super({
      roots: [branch('')],
      branchesOf: ({ isFolder, path }) => (isFolder ? [branch(path)] : []),
      keyOf: ({ path }) => path,
      pageSize
    });
  }
}
