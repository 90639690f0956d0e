import React from 'react';

import { useServices } from '../../app/services';
import { RowTarget } from './rowTarget';

/** Pixels that the pointer moves until a drag begins, as in JupyterLab's file browser. */
const MIN_MOVE = 5;

/** Return the handler of a pressed mouse button on a row: moved away, it drags the code for the row. */
export function useCodeDrag<T>(
  targetOf: (item: T) => RowTarget,
  labelOf: (item: T) => string
): (item: T, event: React.MouseEvent<HTMLElement>) => void {
  const { rowActions } = useServices();
  return (item, { button, clientX, clientY, target }) => {
    if (button === 0 && !(target as Element).closest('button, input')) {
      onceMoved({ clientX, clientY }, at => rowActions.code.drag(targetOf(item), labelOf(item), at));
    }
  };
}

interface Point {
  clientX: number;
  clientY: number;
}

/** Call `act` when the mouse has moved away from a point before its button is released. */
function onceMoved(from: Point, act: (at: Point) => void): void {
  const end = new AbortController();
  const options = { capture: true, signal: end.signal };
  const move = ({ clientX, clientY, buttons }: MouseEvent) => {
    const distance = Math.max(Math.abs(clientX - from.clientX), Math.abs(clientY - from.clientY));
    if (!buttons) {
      end.abort(); // it was released outside of the window
    } else if (distance >= MIN_MOVE) {
      end.abort();
      act({ clientX, clientY });
    }
  };
  document.addEventListener('mousemove', move, options);
  document.addEventListener('mouseup', () => end.abort(), options);
}
