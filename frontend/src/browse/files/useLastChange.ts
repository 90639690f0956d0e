import { TranslationBundle } from '@jupyterlab/translation';
import { RefObject, useEffect, useState } from 'react';

import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { nameOf } from '../../common/paths';
import { FilePlace } from '../../transfers/download/filePlace';
import { FileChange } from './fileChanges';

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
      focusRow(section.current, last);
    }
  }, [section, isHere, last]);
  return isHere && last ? changeMessage(last, trans) : '';
}

function focusRow(section: HTMLElement | null, { kind, paths }: FileChange): void {
  const row =
    kind === 'deleted' ? null : section?.querySelector<HTMLElement>(`[data-key="${CSS.escape(paths[0])}"]`);
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
