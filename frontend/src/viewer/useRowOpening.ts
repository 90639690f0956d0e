import { RefObject, useEffect, useRef } from 'react';

interface Actions {
  /** Whether the file at a path is previewed: then Enter opens it. */
  isPreviewed: (path: string) => boolean;
  open: (path: string) => void;
}

/** Pixels between the two clicks of a double click. */
const MAX_DISTANCE = 5;

/** Open the file of a row in a tree on a double click, and on Enter where its preview is already shown. */
export function useRowOpening(
  area: RefObject<HTMLElement>,
  isFile: (path: string) => boolean,
  { isPreviewed, open }: Actions
): void {
  const first = useRef<{ path: string; x: number; y: number } | null>(null);
  useEffect(() => {
    const { current } = area;
    const fileOf = ({ target }: Event) => {
      const element = target as Element;
      const path = element.closest<HTMLElement>('[role="treeitem"]')?.dataset.key;
      return path !== undefined && !element.closest('input, button') && isFile(path) ? path : null;
    };
    const click = (event: MouseEvent) => {
      const path = fileOf(event);
      if (event.detail === 1) {
        first.current = path === null ? null : { path, x: event.clientX, y: event.clientY };
      }
    };
    // The first click opens the preview, which may move the row: the second one is not on it.
    const doubleClick = ({ clientX, clientY }: MouseEvent) => {
      const { path, x, y } = first.current ?? { path: null, x: 0, y: 0 };
      if (path !== null && Math.hypot(clientX - x, clientY - y) <= MAX_DISTANCE) {
        first.current = null;
        open(path);
      }
    };
    const press = (event: KeyboardEvent) => {
      const path = event.key === 'Enter' ? fileOf(event) : null;
      if (path !== null && isPreviewed(path)) {
        event.preventDefault();
        event.stopPropagation();
        open(path);
      }
    };
    current?.addEventListener('click', click, true);
    current?.addEventListener('keydown', press, true); // before the tree
    document.addEventListener('dblclick', doubleClick, true);
    return () => {
      current?.removeEventListener('click', click, true);
      current?.removeEventListener('keydown', press, true);
      document.removeEventListener('dblclick', doubleClick, true);
    };
  });
}
