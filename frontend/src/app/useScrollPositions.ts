import { RefObject, useEffect, useLayoutEffect, useRef } from 'react';

const SCROLLING = '.jp-openbis-panel';
const USER_EVENTS = ['wheel', 'keydown', 'pointerdown', 'touchstart'];

/**
 * Restore the scroll position of a view; a view that is shown for the first time starts at the top.
 *
 * @param view An element in the panel.
 * @param key Identifies the view.
 */
export function useScrollPositions(view: RefObject<HTMLElement>, key: string): void {
  const positions = useRef(new Map<string, number>());
  const current = useRef(key);
  /** Pixels to scroll to as soon as there is enough to scroll; null: done, or the user has scrolled. */
  const wanted = useRef<number | null>(null);

  useLayoutEffect(() => {
    const panel = view.current?.closest(SCROLLING);
    current.current = key;
    wanted.current = positions.current.get(key) ?? 0;
    if (panel) {
      scroll(panel, wanted);
    }
  }, [view, key]);

  useEffect(() => {
    const panel = view.current?.closest(SCROLLING);
    if (!panel || !view.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(() => scroll(panel, wanted));
    const remember = () => wanted.current === null && positions.current.set(current.current, panel.scrollTop);
    // Input may switch the view before the event of the last scrolling arrives.
    const stopScrolling = () => {
      wanted.current = null;
      remember();
    };
    observer.observe(view.current);
    panel.addEventListener('scroll', remember);
    USER_EVENTS.forEach(each => panel.addEventListener(each, stopScrolling));
    return () => {
      observer.disconnect();
      panel.removeEventListener('scroll', remember);
      USER_EVENTS.forEach(each => panel.removeEventListener(each, stopScrolling));
    };
  }, [view]);
}

function scroll(panel: Element, wanted: { current: number | null }): void {
  if (wanted.current !== null) {
    panel.scrollTop = wanted.current;
    if (Math.abs(panel.scrollTop - wanted.current) < 1) {
      wanted.current = null;
    }
    keepFocusInSight(panel);
  }
}

/** Where the tabs are not sticky, the focused one would be scrolled out of the panel. */
function keepFocusInSight(panel: Element): void {
  const focused = document.activeElement;
  if (focused && panel.contains(focused)) {
    const { top, bottom } = focused.getBoundingClientRect();
    const visible = panel.getBoundingClientRect();
    if (bottom <= visible.top || top >= visible.bottom) {
      focused.scrollIntoView?.({ block: 'nearest' });
    }
  }
}
