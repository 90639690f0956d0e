import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { folderOf } from '../../common/paths';
import { FilePlace } from '../../transfers/download/filePlace';
import { FileTreeModel } from './fileTree';

/** Return the folder for new files: the only one that is selected, or that of the selected or previewed file; else the top. */
export function useTargetFolder({ connection, permId }: FilePlace, tree: FileTreeModel): string {
  const { selection, browsing } = useServices();
  useModels(selection, browsing);
  const selected = selection.filesOf(connection, permId);
  const only = selected.length ? (selected.length === 1 ? selected[0] : null) : browsing.previewed?.path;
  return only ? folderAt(tree, only) : '';
}

/** Return the path of a folder; of a file, that of its folder. */
export function folderAt(tree: FileTreeModel, path: string): string {
  return tree.find(path)?.canOpen ? path : folderOf(path);
}
