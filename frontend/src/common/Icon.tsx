import React from 'react';

interface Props {
  path: string;
  title?: string;
  /** One of the theme's colours for icons (`style/shared.css`); by default, grey. */
  tone?: Tone;
}

export type Tone = 'violet' | 'green' | 'blue' | 'brand';

/** Decorative icon of 16 by 16 pixels in a colour of the theme. */
export function Icon({ path, title, tone }: Props): JSX.Element {
  return (
    <span className="jp-openbis-icon" title={title} data-tone={tone}>
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
export const SEARCH =
  'M7 2a5 5 0 0 1 4 8l3.4 3.4-1.1 1.1L10 11A5 5 0 1 1 7 2zm0 1.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z';
export const NOTEBOOK =
  'M3.5 1.5h9a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM4 3v10h1V3zm2.5 0v10H12V3zm1 1.5H11v1.3H7.5zm0 2.5H11v1.3H7.5z';
export const TRANSFERS =
  'M5 2l3 3-1 1-1.3-1.3V13H4.3V4.7L3 6 2 5zM11 14l-3-3 1-1 1.3 1.3V3h1.4v8.3L13 10l1 1z';
export const PLUG =
  'M5.5 1.5H7v3h2v-3h1.5v3H12v3.3a4 4 0 0 1-3.2 3.9v2.8H7.2v-2.8A4 4 0 0 1 4 7.8V4.5h1.5zM5.5 6v1.8a2.5 2.5 0 0 0 5 0V6z';
export const FILTER = 'M2 3h12v1.4L9.5 9v4.2l-3 1.3V9L2 4.4zM4.6 4.5L8 8l3.4-3.5z';
export const ELLIPSIS =
  'M3 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zm5 0a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zm5 0a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z';
export const STAR = 'M8 1.5l2 4.2 4.5.6-3.3 3.2.8 4.6L8 11.9l-4 2.2.8-4.6-3.3-3.2L6 5.7z';
export const STAR_OUTLINE = `${STAR}M8 4.6L7 6.9l-2.6.4 1.9 1.8-.5 2.6L8 10.5l2.2 1.2-.5-2.6 1.9-1.8-2.6-.4z`;
export const CLOCK =
  'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm-.7 1.8h1.4v2.9l2 2-1 1-2.4-2.4z';
export const BOOKMARK = 'M4 1.5h8v13l-4-3-4 3zM5.5 3v8.5L8 9.6l2.5 1.9V3z';
