import { TranslationBundle } from '@jupyterlab/translation';
import { RefObject, useEffect, useState } from 'react';

import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { nameOf } from '../../common/paths';
import { rowElement } from '../../common/tree/useRevealing';
import { FilePlace } from '../../transfers/download/filePlace';
import { FileChange } from './fileChanges';
import { FileTreeModel } from './fileTree';

/**
 * Return what was changed in a place while it is shown, as a sentence for screen readers. After a change, the focus moves to
 * the new file or folder; after a deletion, to the row that is at its position now.
 */
export function useLastChange({ connection, permId }: FilePlace, section: RefObject<HTMLElement>): string {
  const { trans, fileChanges } = useServices();
  useModels(fileChanges);
  const [before] = useState(fileChanges.last);
  const { last } = fileChanges;
  const isHere = last !== before && last?.place.permId === permId && last.place.connection === connection;
  useEffect(() => {
    if (isHere && last) {
      focusFile(section.current, last.kind === 'deleted' ? null : last.paths[0]);
    }
  }, [section, isHere, last]);
  return isHere && last ? changeMessage(last, trans) : '';
}

/** Move the focus to the file that another view has asked for, as soon as it is listed. */
export function useWantedFile(tree: FileTreeModel, section: RefObject<HTMLElement>): void {
  const { browsing } = useServices();
  const { isListed } = tree;
  useEffect(() => {
    const path = isListed ? browsing.consumeWantedFile() : null;
    if (path !== null) {
      focusFile(section.current, path);
    }
  });
}

/** Focus the row of a file or folder; if there is none, the row that the Tab key leads to. */
export function focusFile(section: HTMLElement | null, path: string | null): void {
  const row = path === null ? null : rowElement(section, path);
  (row ?? section?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]'))?.focus();
}

function changeMessage({ kind, paths }: FileChange, trans: TranslationBundle): string {
  const messages = {
    created: trans.__('The folder %1 was created.', nameOf(paths[0])),
    renamed: trans.__('Renamed to %1.', nameOf(paths[0])),
    deleted: trans._n('%1 file or folder was deleted.', '%1 files or folders were deleted.', paths.length)
  };
  return messages[kind];
}
