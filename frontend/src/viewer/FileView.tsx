import React, { useEffect, useRef, useState } from 'react';

import { Preview } from '../api';
import { useServices } from '../app/services';
import { FileName } from '../common/FileName';
import { useLoaded } from '../common/hooks/useLoaded';
import { formatNumber } from '../common/messages/format';
import { reasonsText } from '../common/messages/previewReasons';
import { Problem } from '../common/Problem';
import { InsertCode } from '../notebook/code/InsertCode';
import { Gallery } from './Gallery';
import { Hdf5View } from './Hdf5View';
import { ImageView, ToolButton } from './ImageView';
import { PagedView } from './PagedView';
import { PdfView } from './PdfView';
import { useFolderImages } from './useFolderImages';
import { useShortcuts } from './useShortcuts';
import { nameOfFile, ViewedFile } from './viewer';

interface Props {
  file: ViewedFile;
  /** Called when another image of the folder is shown. */
  onShow: (file: ViewedFile) => void;
}

/** A file, shown large, with its buttons; images with the others of their folder. */
export function FileView({ file, onShow }: Props): JSX.Element {
  const { trans, api, selection, navigation, host } = useServices();
  const { place, path } = file;
  const { connection, permId } = place;
  const [page, setPage] = useState(0);
  useEffect(() => setPage(0), [connection, permId, path]);
  const key = [connection, permId, path, page].join('\n');
  const { value, error, retry } = useLoaded(key, signal =>
    api.browsing.preview(connection, permId, path, signal, { large: true, page: page || undefined })
  );
  const images = useFolderImages(file);
  const at = images.indexOf(path);
  const show = (next: string | undefined) => next !== undefined && onShow({ place, path: next });
  const root = useRef<HTMLDivElement>(null);
  useShortcuts(
    root,
    at < 0 ? {} : { ArrowLeft: () => show(images[at - 1]), ArrowRight: () => show(images[at + 1]) }
  );
  const download = () => {
    selection.download([place], [path]);
    navigation.startTask('download');
    host.showPanel();
  };
  const name = nameOfFile(path);
  return (
    <div className="jp-openbis-viewer" ref={root} role="region" aria-label={name}>
      <header>
        <h2>
          <FileName name={name} title={path} />
        </h2>
        {at >= 0 && images.length > 1 && (
          <div className="jp-openbis-viewer-tools" role="group" aria-label={trans.__('Images of the folder')}>
            <ToolButton
              label="‹"
              title={trans.__('Previous image')}
              isOff={at === 0}
              onClick={() => show(images[at - 1])}
            />
            <span role="status">
              {trans.__('%1 of %2', formatNumber(at + 1, trans), formatNumber(images.length, trans))}
            </span>
            <ToolButton
              label="›"
              title={trans.__('Next image')}
              isOff={at === images.length - 1}
              onClick={() => show(images[at + 1])}
            />
          </div>
        )}
        <InsertCode target={{ connection, permId, path }} preview={value}>
          <button type="button" className="jp-openbis-button jp-mod-styled jp-mod-accept" onClick={download}>
            {trans.__('Download…')}
          </button>
        </InsertCode>
      </header>
      <Problem error={error} retry={retry} />
      {!value && !error && <p role="status">{trans.__('Loading…')}</p>}
      {value && <Content key={path} file={file} preview={value} page={page} onPage={setPage} />}
      {at >= 0 && images.length > 1 && <Gallery shown={file} images={images} onShow={show} />}
    </div>
  );
}

interface ContentProps {
  file: ViewedFile;
  preview: Preview;
  page: number;
  onPage: (page: number) => void;
}

function Content({ file, preview, page, onPage }: ContentProps): JSX.Element {
  const { trans } = useServices();
  const { kind, data, reasons } = preview;
  const name = nameOfFile(file.path);
  if (kind === 'image' && data) {
    return <ImageView preview={preview} name={name} page={page} onPage={onPage} />;
  }
  if (kind === 'table' || kind === 'text') {
    return <PagedView file={file} first={preview} />;
  }
  if (kind === 'pdf' && data) {
    return <PdfView data={data} name={name} />;
  }
  return kind === 'hdf5' ? <Hdf5View file={file} /> : <p>{reasonsText(reasons, trans)}</p>;
}
