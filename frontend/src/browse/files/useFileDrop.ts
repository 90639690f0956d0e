import { RefObject, useEffect, useRef, useState } from 'react';

import { acceptFiles, DRAG_EVENTS } from '../../host/fileDrags';

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
      const paths = acceptFiles(event);
      if (paths === null) {
        return;
      }
      setOver(event.type === 'lm-dragenter' || event.type === 'lm-dragover');
      if (event.type === 'lm-drop') {
        latest.current?.(paths, event.target as Element);
      }
    };
    DRAG_EVENTS.forEach(type => target.addEventListener(type, handle));
    return () => DRAG_EVENTS.forEach(type => target.removeEventListener(type, handle));
  }, [element, isWanted]);
  return isOver;
}
