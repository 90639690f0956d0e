import { ApiError, BrowsingApi, FileRow, PageRequest } from '../../api';
import { Branch, Page, TreeModel, TreeNode } from '../../common/tree/treeModel';
import { FilePlace } from '../../transfers/download/filePlace';

/** Number and size of all files of a place. */
export interface FileTotals {
  files: number;
  bytes: number;
}

/** The files and folders of a place. */
export class FileTreeModel extends TreeModel<FileRow> {
  /** Number and size of all files; null until openBIS has answered. */
  totals: FileTotals | null = null;

  private readonly root: Branch<FileRow>;

  constructor(
    private readonly api: BrowsingApi,
    private readonly place: FilePlace,
    pageSize: () => number
  ) {
    const branch = (folder: string) =>
      new Branch<FileRow>(`files:${folder}`, null, (page, signal) => this.read(folder, page, signal));
    const root = branch('');
    super({
      roots: [root],
      branchesOf: ({ isFolder, path }) => (isFolder ? [branch(path)] : []),
      keyOf: ({ path }) => path,
      textOf: ({ name }) => name,
      pageSize
    });
    this.root = root;
  }

  /** Load the top folder; if there is nothing but one folder in it, open that. */
  async start(): Promise<void> {
    const isNew = this.root.total === null;
    await super.start();
    const { nodes, total } = this.root;
    if (isNew && total === 1 && nodes[0]?.canOpen) {
      await this.open(nodes[0]);
    }
  }

  /** Whether the top folder is loaded. */
  get isListed(): boolean {
    return this.root.total !== null && !this.root.isLoading;
  }

  /** Return a file or folder that is loaded. */
  find(path: string): TreeNode<FileRow> | undefined {
    let nodes = this.root.nodes;
    for (;;) {
      const node = nodes.find(({ key }) => key === path || path.startsWith(`${key}/`));
      if (node === undefined || node.key === path) {
        return node;
      }
      nodes = node.branches.flatMap(each => each.nodes);
    }
  }

  /** Open the folders that lead to a file or folder, and maybe itself. */
  async reveal(path: string, isOpen: boolean): Promise<void> {
    const names = path.split('/');
    for (let depth = 1; depth < names.length + Number(isOpen); depth++) {
      const folder = this.find(names.slice(0, depth).join('/'));
      if (folder?.canOpen) {
        await this.open(folder);
      }
    }
  }

  private async read(folder: string, page: PageRequest, signal: AbortSignal): Promise<Page<FileRow>> {
    const { connection, permId } = this.place;
    try {
      const rows = await this.api.files(connection, permId, folder, page, signal);
      if (folder === '') {
        this.totals = { files: rows.totalFiles, bytes: rows.totalBytes };
      }
      return { items: rows.files, next: rows.start_with + rows.files.length, total: rows.totalCount };
    } catch (thrown) {
      if (ApiError.from(thrown).code !== NO_FILES) {
        throw thrown;
      }
      this.totals = { files: 0, bytes: 0 };
      return { items: [], next: 0, total: 0 };
    }
  }
}

/** Code of the error for a sample or experiment that never had files of its own. */
const NO_FILES = 'no-files-of-owner';
