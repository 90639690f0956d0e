import React from 'react';

/** Decorative icon of 16 by 16 pixels in the colour of the theme. */
export function Icon({ path, title }: { path: string; title?: string }): JSX.Element {
  return (
    <span className="jp-openbis-icon" title={title}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <path d={path} fillRule="evenodd" />
      </svg>
    </span>
  );
}

export const CARET_RIGHT = 'M6 4l4.5 4L6 12z';
export const CARET_DOWN = 'M4 6h8l-4 4.5z';
export const REFRESH =
  'M8 3a5 5 0 0 1 3.6 1.5L13.5 2.7V7.5H8.7l1.8-1.8A3.5 3.5 0 1 0 11.3 9h1.6A5 5 0 1 1 8 3z';
export const CROSS =
  'M4.5 3.4L8 6.9l3.5-3.5 1.1 1.1L9.1 8l3.5 3.5-1.1 1.1L8 9.1l-3.5 3.5-1.1-1.1L6.9 8 3.4 4.5z';
export const UP = 'M8 3l5 5-1.1 1.1-3.1-3.2V13H7.2V5.9L4.1 9.1 3 8z';
