import { TranslationBundle } from '@jupyterlab/translation';

import { useServices } from '../../app/services';
import { Action, useAction } from '../../common/hooks/useAction';
import { nameOf } from '../../common/paths';
import { FilePlace } from '../../transfers/download/filePlace';
import { FileTreeModel } from './fileTree';

/** Files that a question names; of the others, the number is shown. */
const MAX_NAMED = 5;

/** Deletes files and folders after a question. */
export function useDeletion(place: FilePlace): {
  action: Action;
  ask: (paths: ReadonlyArray<string>) => Promise<void>;
} {
  const { trans, host, browsing, fileChanges } = useServices();
  const action = useAction();
  const ask = async (paths: ReadonlyArray<string>) => {
    action.reset();
    const choice = await host.ask({
      title:
        paths.length === 1
          ? trans.__('Delete %1?', nameOf(paths[0]))
          : trans.__('Delete %1 files and folders?', paths.length),
      text: trans.__(
        'From the files of %1: %2. openBIS keeps deleted files in its trash.',
        place.name,
        namesOf(paths, browsing.fileTree, trans)
      ),
      cancel: trans.__('Cancel'),
      choices: [{ label: trans.__('Delete'), value: 'delete', isDangerous: true }]
    });
    if (choice !== null) {
      await action.run(() => fileChanges.delete(place, paths));
    }
  };
  return { action, ask };
}

/** Return the paths as text, with the number of files in each folder. */
function namesOf(paths: ReadonlyArray<string>, tree: FileTreeModel | null, trans: TranslationBundle): string {
  const named = paths.slice(0, MAX_NAMED).map(path => {
    const item = tree?.find(path)?.item;
    return item?.isFolder ? trans._n('%2 with %1 file', '%2 with %1 files', item.files, path) : path;
  });
  const more = paths.length - named.length;
  return [...named, ...(more > 0 ? [trans.__('and %1 more', more)] : [])].join(', ');
}
