import { RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Events by which users scroll without keys. */
const SCROLLING_EVENTS = ['wheel', 'pointerdown', 'touchstart'];

/**
 * Keep the row that a key has focused in sight while rows above it are loaded or rendered, which changes their heights; until
 * the user scrolls.
 */
export function useFocusInSight(list: RefObject<HTMLElement>): void {
  const isKept = useRef(false);
  useEffect(() => {
    const end = new AbortController();
    const options = { capture: true, signal: end.signal };
    list.current?.addEventListener('keydown', () => (isKept.current = true), options);
    return () => end.abort();
  }, [list]);
  useUserScroll(list, () => (isKept.current = false));
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (isKept.current && activeElement && list.current?.contains(activeElement)) {
      activeElement.closest('[role="treeitem"]')?.scrollIntoView?.({ block: 'nearest' });
    }
  });
}

/** Call `act` when the user scrolls the panel of an element, or clicks in it. */
export function useUserScroll(element: RefObject<HTMLElement>, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const panel = element.current?.closest('.jp-openbis-panel');
    const end = new AbortController();
    const options = { capture: true, passive: true, signal: end.signal };
    SCROLLING_EVENTS.forEach(type => panel?.addEventListener(type, () => latest.current(), options));
    return () => end.abort();
  }, [element]);
}
