import { RefObject, useEffect, useRef } from 'react';

/** Call `act` whenever an element is visible in its panel, or nearly; `state` changes when it has to be called again. */
export function useInSight(
  element: RefObject<HTMLElement>,
  state: string | number | null,
  act: () => void
): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (state === null || !element.current || typeof IntersectionObserver === 'undefined') {
      return undefined;
    }
    const root = element.current.closest('.jp-openbis-entity-tree, .jp-openbis-panel');
    const observer = new IntersectionObserver(
      entries => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(),
      { root, rootMargin: `${MARGIN}px 0px` }
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, state]);
}

/** Pixels below the visible part. */
const MARGIN = 400;
