import React, { useEffect, useRef, useState } from 'react';

import { useServices } from '../app/services';
import { FileName } from '../common/FileName';
import { useLoaded } from '../common/hooks/useLoaded';
import { nameOfFile, ViewedFile } from './viewer';

const SIDE = 128;

/** Thumbnails that are in the page, around the shown image. */
const NEAR = 40;

interface Props {
  shown: ViewedFile;
  images: string[];
  onShow: (path: string) => void;
}

/** Small pictures of the images in a folder; each is loaded when it comes into sight. */
export function Gallery({ shown, images, onShow }: Props): JSX.Element {
  const { trans } = useServices();
  const at = Math.max(0, images.indexOf(shown.path));
  const first = Math.max(0, at - NEAR);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [at, images]);
  return (
    <ul className="jp-openbis-gallery" aria-label={trans.__('Images of the folder')} ref={list}>
      {images.slice(first, at + NEAR + 1).map(path => (
        <Thumbnail key={path} file={{ ...shown, path }} isShown={path === shown.path} onShow={onShow} />
      ))}
    </ul>
  );
}

interface ThumbnailProps {
  file: ViewedFile;
  isShown: boolean;
  onShow: (path: string) => void;
}

function Thumbnail({ file, isShown, onShow }: ThumbnailProps): JSX.Element {
  const { api } = useServices();
  const { place, path } = file;
  const { connection, permId } = place;
  const item = useRef<HTMLLIElement>(null);
  const isSeen = useSeen(item);
  const { value } = useLoaded(isSeen ? path : null, signal =>
    api.browsing.preview(connection, permId, path, signal, { side: SIDE })
  );
  const name = nameOfFile(path);
  return (
    <li ref={item}>
      <button type="button" title={name} aria-current={isShown || undefined} onClick={() => onShow(path)}>
        {value?.kind === 'image' && value.data ? (
          <img src={`data:${value.mediaType};base64,${value.data}`} alt="" />
        ) : (
          <span className="jp-openbis-thumbnail" />
        )}
        <FileName name={name} />
      </button>
    </li>
  );
}

/** Whether an element has been in sight, or near it. */
function useSeen(element: React.RefObject<HTMLElement>): boolean {
  const [isSeen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (isSeen || !element.current) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      entries => entries.some(each => each.isIntersecting) && setSeen(true),
      { rootMargin: '100px' }
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isSeen]);
  return isSeen;
}
