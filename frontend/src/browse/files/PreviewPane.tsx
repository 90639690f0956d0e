import React, { useState } from 'react';

import { Preview } from '../../api';
import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { useLoaded } from '../../common/hooks/useLoaded';
import { HeightHandle } from '../../common/HeightHandle';
import { CROSS, Icon } from '../../common/Icon';
import { formatNumber } from '../../common/messages/format';
import { reasonsText } from '../../common/messages/previewReasons';
import { Problem } from '../../common/Problem';
import { InsertCode } from '../../notebook/code/InsertCode';
import { CellTable } from '../../viewer/CellTable';
import { nameOfFile } from '../../viewer/viewer';
import { PlacedFile } from '../browsing';
import { ChangeButtons } from './ChangeButtons';

/** Percent of the panel. */
const USUAL_HEIGHT = 40;
const MIN_HEIGHT = 15;
const MAX_HEIGHT = 75;

const ENLARGE = 'M9 2h5v5h-1.5V4.6L9.6 7.5 8.5 6.4l2.9-2.9H9zM2 9h1.5v2.4l2.9-2.9 1.1 1.1-2.9 2.9H7V14H2z';

/** The preview of a file, with buttons. */
export function PreviewPane({ place, path }: PlacedFile): JSX.Element {
  const { trans, api, browsing, selection, navigation, viewer } = useServices();
  const { connection, permId } = place;
  const key = [connection, permId, path].join('\n');
  const { value, error, retry } = useLoaded(key, signal =>
    api.browsing.preview(connection, permId, path, signal)
  );
  const [height, setHeight] = useHeight();
  const name = nameOfFile(path);
  const download = () => {
    selection.download([place], [path]);
    navigation.startTask('download');
  };
  return (
    <section
      className="jp-openbis-preview"
      aria-label={trans.__('Preview of %1', name)}
      aria-busy={!value && !error}
      style={{ height: `${height}cqh` }}
    >
      <HeightHandle
        label={trans.__('Height of the preview')}
        height={height}
        min={MIN_HEIGHT}
        max={MAX_HEIGHT}
        onChange={setHeight}
        of=".jp-openbis-panel"
      />
      <header>
        <strong>
          <FileName name={name} title={path} />
        </strong>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-openbis-icon-button"
          aria-label={trans.__('Open in a large view')}
          title={trans.__('Open in a large view')}
          onClick={() => viewer.open(place, path)}
        >
          <Icon path={ENLARGE} />
        </button>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-openbis-icon-button"
          aria-label={trans.__('Close the preview')}
          title={trans.__('Close the preview')}
          onClick={() => browsing.preview(null)}
        >
          <Icon path={CROSS} />
        </button>
      </header>
      <div className="jp-openbis-preview-content">
        <Problem error={error} retry={retry} />
        {!value && !error && <p role="status">{trans.__('Loading…')}</p>}
        {value && <Shown preview={value} name={name} />}
        {value?.truncated && <small>{trans.__('First part of the file.')}</small>}
      </div>
      <InsertCode target={{ connection, permId, path }} preview={value}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={download}>
          {trans.__('Download…')}
        </button>
      </InsertCode>
      {place.owner !== undefined && (
        <div className="jp-openbis-buttons">
          <ChangeButtons place={place} paths={[path]} />
        </div>
      )}
    </section>
  );
}

/** The height of the pane in percent of the panel's; it is remembered. */
function useHeight(): [number, (height: number) => void] {
  const { previewHeight } = useServices();
  const [height, setHeight] = useState(() => {
    const stored = previewHeight.read();
    return typeof stored === 'number' && stored >= MIN_HEIGHT && stored <= MAX_HEIGHT ? stored : USUAL_HEIGHT;
  });
  const change = (wanted: number) => {
    setHeight(wanted);
    previewHeight.write(wanted);
  };
  return [height, change];
}

function Shown({ preview, name }: { preview: Preview; name: string }): JSX.Element {
  const { trans } = useServices();
  const { kind, mediaType, data, text, rows, reasons, hdf5, image } = preview;
  if (kind === 'image' && data) {
    const pages = image && image.pages > 1 ? image.pages : null;
    return (
      <>
        <img src={`data:${mediaType};base64,${data}`} alt={name} />
        {pages && <small>{trans.__('%1 pages', formatNumber(pages, trans))}</small>}
      </>
    );
  }
  if (kind === 'table' && rows) {
    return <CellTable head={rows[0] ?? []} rows={rows.slice(1)} name={name} />; // the first row has the names
  }
  if (kind === 'text') {
    return (
      // It scrolls, so it must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      <pre tabIndex={0}>{text}</pre>
    );
  }
  if (kind === 'hdf5' && hdf5) {
    return (
      <ul>
        {hdf5.members.map(member => (
          <li key={member.name}>
            {member.name} <small>{[member.dtype, member.shape?.join(' × ')].filter(Boolean).join(' ')}</small>
          </li>
        ))}
      </ul>
    );
  }
  if (kind === 'pdf') {
    return <p>{trans.__('A PDF document. Open it in a large view.')}</p>;
  }
  return <p>{reasonsText(reasons, trans)}</p>;
}
