import { RefObject, useEffect, useRef, useState } from 'react';

import { localPath } from '../../host/notebooks';

/** Type of files that are dragged from JupyterLab's file browser; their data is a list of paths. */
const DRAGGED_FILES = 'application/x-jupyter-icontents';

/** The used part of Lumino's drag events. */
type LuminoDragEvent = DragEvent & {
  mimeData: { hasData(type: string): boolean; getData(type: string): unknown };
  proposedAction: string;
  dropAction: string;
};

/**
 * Let users drop files of JupyterLab's file browser on an element. Returns whether files are dragged over it.
 *
 * @param onDrop Gets the paths, and the element under the pointer; null: nothing can be dropped.
 */
export function useFileDrop(
  element: RefObject<HTMLElement>,
  onDrop: ((paths: string[], at: Element) => void) | null
): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  const isWanted = onDrop !== null;
  useEffect(() => {
    const target = element.current;
    if (!isWanted || !target) {
      return undefined;
    }
    const handle = (event: Event) => {
      const drag = event as LuminoDragEvent;
      if (!drag.mimeData?.hasData(DRAGGED_FILES)) {
        return;
      }
      drag.preventDefault();
      drag.stopPropagation();
      drag.dropAction = drag.proposedAction;
      setOver(drag.type === 'lm-dragenter' || drag.type === 'lm-dragover');
      if (drag.type === 'lm-drop') {
        latest.current?.(pathsIn(drag), drag.target as Element);
      }
    };
    EVENTS.forEach(type => target.addEventListener(type, handle));
    return () => EVENTS.forEach(type => target.removeEventListener(type, handle));
  }, [element, isWanted]);
  return isOver;
}

const EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'];

function pathsIn({ mimeData }: LuminoDragEvent): string[] {
  const found = mimeData.getData(DRAGGED_FILES);
  const paths: unknown[] = Array.isArray(found) ? found : [];
  return paths.filter((path): path is string => typeof path === 'string').map(localPath);
}
