import React, { useRef, useState } from 'react';

import { Preview } from '../api';
import { useServices } from '../app/services';
import { formatNumber } from '../common/messages/format';
import { useShortcuts } from './useShortcuts';

/** Zoom factors; null: the image fits into the view. */
const ZOOMS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

interface Props {
  preview: Preview;
  name: string;
  page: number;
  onPage: (page: number) => void;
}

/** An image that can be zoomed, and the pages of a TIFF file. */
export function ImageView({ preview, name, page, onPage }: Props): JSX.Element {
  const { trans } = useServices();
  const [zoom, setZoom] = useState<number | null>(null);
  const [width, setWidth] = useState(0);
  const view = useRef<HTMLDivElement>(null);
  const { image, mediaType, data } = preview;
  const pages = image?.pages ?? 1;
  const isLast = page >= pages - 1 && !image?.morePages;
  const turn = (step: number) =>
    page + step >= 0 && (step < 0 || !isLast) ? onPage(page + step) : undefined;
  const change = (step: number) => setZoom(before => nextZoom(before, step));
  useShortcuts(view, {
    '+': () => change(1),
    '-': () => change(-1),
    '0': () => setZoom(null),
    '1': () => setZoom(1),
    PageUp: () => turn(-1),
    PageDown: () => turn(1)
  });
  return (
    <div className="jp-openbis-viewer-main" ref={view}>
      <div className="jp-openbis-viewer-tools" role="group" aria-label={trans.__('Zoom and pages')}>
        <ToolButton label={trans.__('Fit')} isOn={zoom === null} onClick={() => setZoom(null)} />
        <ToolButton label={trans.__('100 %')} isOn={zoom === 1} onClick={() => setZoom(1)} />
        <ToolButton label="−" title={trans.__('Zoom out')} onClick={() => change(-1)} />
        <ToolButton label="+" title={trans.__('Zoom in')} onClick={() => change(1)} />
        {(pages > 1 || image?.morePages) && (
          <>
            <ToolButton
              label="‹"
              title={trans.__('Previous page')}
              isOff={page === 0}
              onClick={() => turn(-1)}
            />
            <span role="status">
              {image?.morePages
                ? trans.__(
                    'Page %1 of more than %2',
                    formatNumber(page + 1, trans),
                    formatNumber(pages, trans)
                  )
                : trans.__('Page %1 of %2', formatNumber(page + 1, trans), formatNumber(pages, trans))}
            </span>
            <ToolButton label="›" title={trans.__('Next page')} isOff={isLast} onClick={() => turn(1)} />
          </>
        )}
        {image && (
          <small>
            {trans.__('%1 × %2 pixels', formatNumber(image.width, trans), formatNumber(image.height, trans))}
          </small>
        )}
      </div>
      {/* It scrolls, so it must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="jp-openbis-viewer-image" tabIndex={0} role="group" aria-label={trans.__('Image')}>
        <img
          className={zoom === null ? 'jp-openbis-fitted' : undefined}
          style={zoom !== null && width > 0 ? { width: `${width * zoom}px` } : undefined}
          src={`data:${mediaType};base64,${data ?? ''}`}
          alt={name}
          onLoad={event => setWidth(event.currentTarget.naturalWidth)}
        />
      </div>
    </div>
  );
}

function nextZoom(before: number | null, step: number): number {
  const at = ZOOMS.indexOf(before ?? 1);
  return ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + step))];
}

interface ToolProps {
  label: string;
  title?: string;
  isOn?: boolean;
  isOff?: boolean;
  onClick: () => void;
}

/** A small button above a view. */
export function ToolButton({ label, title, isOn, isOff = false, onClick }: ToolProps): JSX.Element {
  return (
    <button
      type="button"
      className="jp-openbis-button jp-mod-styled"
      aria-pressed={isOn}
      aria-label={title}
      title={title}
      disabled={isOff}
      onClick={onClick}
    >
      {label}
    </button>
  );
}
