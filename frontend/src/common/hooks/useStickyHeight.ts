import { RefObject, useEffect, useRef } from 'react';

/**
 * Publishes the height of a sticky element as a CSS variable in pixels, which `scroll-margin` uses: focused elements are not
 * hidden behind it.
 *
 * @param variable Name of the variable.
 * @param onChange Called with the element after each change of its height.
 * @returns The sticky element.
 */
export function useStickyHeight<T extends HTMLElement>(
  variable: string,
  onChange?: (sticky: HTMLElement) => void
): RefObject<T> {
  const sticky = useRef<T>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  useEffect(() => {
    const element = sticky.current;
    if (!element || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const panel = element.closest<HTMLElement>('.jp-openbis-panel');
    const observer = new ResizeObserver(() => {
      const isSticky = getComputedStyle(element).position === 'sticky';
      panel?.style.setProperty(variable, isSticky ? `${element.offsetHeight}px` : '0px');
      changed.current?.(element);
    });
    observer.observe(element);
    if (panel) {
      observer.observe(panel); // whether it is sticky depends on the room
    }
    return () => {
      observer.disconnect();
      panel?.style.removeProperty(variable);
    };
  }, [variable]);
  return sticky;
}
