import { RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const STEP = 1.25;
const MIN_ZOOM = 0.05;
const MAX_ZOOM = 3;
/** A whole picture that would be smaller is shown in parts at first, in its own size. */
const MIN_READABLE = 0.6;

export interface Zoom {
  factor: number;
  /** Enlarge by some steps; negative: reduce. */
  change: (steps: number) => void;
  /** Show the picture in its own size. */
  reset: () => void;
  /** Show the whole picture, not enlarged. */
  fit: () => void;
}

/** A position in the visible part of a scrolled element, in pixels from its start. */
interface Point {
  along: number;
  across: number;
}

/**
 * The zoom of a picture in an element that scrolls, also by the wheel with Ctrl: what is under the pointer, or in the
 * middle, stays where it is.
 */
export function useZoom(area: RefObject<HTMLElement>, size: { width: number; height: number }): Zoom {
  const [factor, setFactor] = useState(1);
  const kept = useRef<{ point: Point; factor: number } | null>(null);
  const set = (next: number, point = middleOf(area.current)) => {
    kept.current = { point, factor };
    setFactor(Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, next)));
  };
  useLayoutEffect(() => {
    const { current } = area;
    if (current && kept.current) {
      scrollBy(current, kept.current.point, factor / kept.current.factor);
      kept.current = null;
    }
  }, [area, factor]);
  const latest = useRef(set);
  useEffect(() => {
    latest.current = set;
  });
  useEffect(() => {
    const { current } = area;
    const turn = (event: WheelEvent) => {
      if (current && (event.ctrlKey || event.metaKey)) {
        event.preventDefault(); // the browser would zoom the page
        latest.current(factor * (event.deltaY < 0 ? STEP : 1 / STEP), pointOf(current, event));
      }
    };
    current?.addEventListener('wheel', turn, { passive: false });
    return () => current?.removeEventListener('wheel', turn);
  }, [area, factor]);
  const { width, height } = size;
  useLayoutEffect(() => {
    const whole = fitting(area.current, { width, height });
    setFactor(whole < MIN_READABLE ? 1 : whole);
  }, [area, width, height]);
  return {
    factor,
    change: steps => set(factor * STEP ** steps),
    reset: () => set(1),
    fit: () => set(fitting(area.current, size))
  };
}

/** Return the factor with which the whole picture is in sight, at most 1. */
function fitting(element: HTMLElement | null, { width, height }: { width: number; height: number }): number {
  const { clientWidth = 0, clientHeight = 0 } = element ?? {};
  return Math.min(1, (clientWidth - 1) / width, (clientHeight - 1) / height); // rounded sizes would scroll
}

/** 1; -1 where the page goes from right to left: its scroll positions are negative. */
function signOf(element: HTMLElement): number {
  return getComputedStyle(element).direction === 'rtl' ? -1 : 1;
}

function middleOf(element: HTMLElement | null): Point {
  return { along: (element?.clientWidth ?? 0) / 2, across: (element?.clientHeight ?? 0) / 2 };
}

function pointOf(element: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, right, top } = element.getBoundingClientRect();
  return { along: signOf(element) > 0 ? clientX - left : right - clientX, across: clientY - top };
}

function scrollBy(element: HTMLElement, { along, across }: Point, ratio: number): void {
  const sign = signOf(element);
  element.scrollLeft = sign * ((sign * element.scrollLeft + along) * ratio - along);
  element.scrollTop = (element.scrollTop + across) * ratio - across;
}

/** Scroll so that a point of the picture is in the middle. */
export function scrollToMiddle(element: HTMLElement, x: number, y: number): void {
  element.scrollLeft = signOf(element) * (x - element.clientWidth / 2);
  element.scrollTop = y - element.clientHeight / 2;
}

/** Whether the page goes from right to left. */
export function isMirrored(element: HTMLElement): boolean {
  return signOf(element) < 0;
}
