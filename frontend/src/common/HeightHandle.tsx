import React, { useRef } from 'react';

const STEP = 5;

interface Props {
  label: string;
  /** Height of the element below, in percent of `of`. */
  height: number;
  min: number;
  max: number;
  onChange: (height: number) => void;
  /** Selector of the surrounding element; its height is 100 percent. */
  of: string;
}

/** A handle at the upper edge of an element that changes its height: by dragging it, and by the arrow keys. */
export function HeightHandle({ label, height, min, max, onChange, of }: Props): JSX.Element {
  const drag = useRef<{ y: number; height: number; whole: number } | null>(null);
  const change = (wanted: number) => onChange(Math.round(Math.min(max, Math.max(min, wanted))));
  const begin = (event: React.PointerEvent<HTMLDivElement>) => {
    const whole = event.currentTarget.closest(of)?.clientHeight || window.innerHeight;
    drag.current = { y: event.clientY, height, whole };
    event.currentTarget.setPointerCapture?.(event.pointerId);
  };
  const move = ({ clientY }: React.PointerEvent) => {
    if (drag.current) {
      const { y, height: before, whole } = drag.current;
      change(before + ((y - clientY) * 100) / whole);
    }
  };
  const end = () => {
    drag.current = null;
  };
  const press = (event: React.KeyboardEvent) => {
    const heights: Record<string, number> = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
      Home: min,
      End: max
    };
    if (event.key in heights) {
      event.preventDefault();
      change(heights[event.key]);
    }
  };
  return (
    // A separator with a value is a widget (ARIA 1.2), which the rule does not know.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      className="jp-openbis-handle"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={height}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
    />
  );
}
