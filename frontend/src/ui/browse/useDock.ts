import { RefObject, useEffect, useRef } from 'react';

/**
 * What stays at the lower edge must not hide the row that has the focus. The height of the dock becomes a variable of
 * the view, by which rows keep clear of it when they are scrolled to.
 */
export function useDock(view: RefObject<HTMLElement>): RefObject<HTMLDivElement> {
  const dock = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!dock.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([{ target }]) => {
      view.current?.style.setProperty('--jp-openbis-dock', `${(target as HTMLElement).offsetHeight}px`);
      const row = document.activeElement?.closest('[role="treeitem"]');
      if (row && view.current?.contains(row)) {
        row.scrollIntoView({ block: 'nearest' });
      }
    });
    observer.observe(dock.current);
    return () => observer.disconnect();
  }, [view]);
  return dock;
}
