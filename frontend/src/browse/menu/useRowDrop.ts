import { RefObject, useEffect, useRef } from 'react';

import { acceptFiles, DRAG_EVENTS } from '../../host/fileDrags';

const OVER = 'data-openbis-drop';

/**
 * Let users drop files of JupyterLab's file browser on rows of a tree.
 *
 * @param accepts Whether files can be dropped on the row with this key.
 * @param onDrop Gets the key of the row and the paths of the files.
 */
export function useRowDrop(
  list: RefObject<HTMLElement>,
  accepts: (key: string) => boolean,
  onDrop: (key: string, paths: string[]) => void
): void {
  const latest = useRef({ accepts, onDrop });
  useEffect(() => {
    latest.current = { accepts, onDrop };
  });
  useEffect(() => {
    const area = list.current;
    if (!area) {
      return undefined;
    }
    const handle = (event: Event) => {
      const row = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
      const key = row?.dataset.key;
      area.querySelectorAll(`[${OVER}]`).forEach(each => each.removeAttribute(OVER));
      const paths = row && key !== undefined && latest.current.accepts(key) ? acceptFiles(event) : null;
      if (!row || key === undefined || paths === null) {
        return;
      }
      if (event.type === 'lm-drop') {
        latest.current.onDrop(key, paths);
      } else if (event.type !== 'lm-dragleave') {
        row.setAttribute(OVER, '');
      }
    };
    DRAG_EVENTS.forEach(type => area.addEventListener(type, handle));
    return () => DRAG_EVENTS.forEach(type => area.removeEventListener(type, handle));
  }, [list]);
}
