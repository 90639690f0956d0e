import { FilesApi } from '../../api';
import { Model } from '../../common/models/model';
import { renamed } from '../../common/models/renames';
import { nameOf } from '../../common/paths';
import { FilePlace } from '../../transfers/download/filePlace';
import { SelectionModel } from '../../transfers/download/selection';
import { BrowsingModel } from '../browsing';

/** A change that was made. */
export interface FileChange {
  kind: 'created' | 'renamed' | 'deleted';
  place: FilePlace;
  /** The new or deleted files and folders. */
  paths: ReadonlyArray<string>;
}

/**
 * Changes the files of the shown sample or experiment. Selection, preview and open folders follow. All methods throw
 * `ApiError`.
 */
export class FileChanges extends Model {
  /** The last change that was made while its place is shown. */
  last: FileChange | null = null;

  constructor(
    private readonly api: FilesApi,
    private readonly browsing: BrowsingModel,
    private readonly selection: SelectionModel
  ) {
    super();
  }

  async createFolder(place: FilePlace, path: string): Promise<void> {
    await this.api.createFolder(place.connection, place.permId, path);
    await this.finish({ kind: 'created', place, paths: [path] });
  }

  async rename(place: FilePlace, path: string, newPath: string): Promise<void> {
    const isOpen = this.browsing.fileTree?.find(path)?.isOpen ?? false;
    await this.api.move(place.connection, place.permId, path, newPath);
    this.follow(place, each => renamed(each, { from: path, to: newPath }));
    await this.finish({ kind: 'renamed', place, paths: [newPath] }, isOpen);
  }

  async delete(place: FilePlace, paths: ReadonlyArray<string>): Promise<void> {
    await this.api.delete(place.connection, place.permId, paths);
    this.follow(place, path => (paths.some(each => isIn(path, each)) ? null : path));
    await this.finish({ kind: 'deleted', place, paths });
  }

  private follow(place: FilePlace, changed: (path: string) => string | null): void {
    this.selection.updateFiles(place, changed);
    const { previewed } = this.browsing;
    if (previewed?.place.permId === place.permId) {
      const path = changed(previewed.path);
      this.browsing.preview(path === null ? null : { ...previewed, path });
    }
  }

  private async finish(change: FileChange, isOpen = false): Promise<void> {
    const { fileTree } = this.browsing;
    await fileTree?.refresh();
    if (change.kind !== 'deleted') {
      await fileTree?.reveal(change.paths[0], isOpen);
    }
    this.last = change;
    this.emitChanged();
  }
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Return the path of a file or folder with another name. */
export function withName(path: string, name: string): string {
  return path.slice(0, path.length - nameOf(path).length) + name;
}
