import React from 'react';

import { Preview } from '../../api';
import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { useLoaded } from '../../common/hooks/useLoaded';
import { CROSS, Icon } from '../../common/Icon';
import { Problem } from '../../common/Problem';
import { InsertCode } from '../../notebook/code/InsertCode';
import { PlacedFile } from '../browsing';
import { ChangeButtons } from './ChangeButtons';

/** The preview of a file, with buttons. */
export function PreviewPane({ place, path }: PlacedFile): JSX.Element {
  const { trans, api, browsing, selection, navigation } = useServices();
  const { connection, permId } = place;
  const key = [connection, permId, path].join('\n');
  const { value, error, retry } = useLoaded(key, signal =>
    api.browsing.preview(connection, permId, path, signal)
  );
  const name = path.split('/').pop() ?? path;
  const download = () => {
    selection.download([place], [path]);
    navigation.startTask('download');
  };
  return (
    <section
      className="jp-openbis-preview"
      aria-label={trans.__('Preview of %1', name)}
      aria-busy={!value && !error}
    >
      <header>
        <strong>
          <FileName name={name} title={path} />
        </strong>
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
      <Problem error={error} retry={retry} />
      {!value && !error && <p role="status">{trans.__('Loading…')}</p>}
      {value && <Shown preview={value} name={name} />}
      {value?.truncated && <small>{trans.__('First part of the file.')}</small>}
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

function Shown({ preview, name }: { preview: Preview; name: string }): JSX.Element {
  const { kind, mediaType, data, text, rows, reason } = preview;
  if (kind === 'image' && data) {
    return <img src={`data:${mediaType};base64,${data}`} alt={name} />;
  }
  if (kind === 'table' && rows) {
    return <TableShown rows={rows} name={name} />;
  }
  if (kind === 'text') {
    return (
      // It scrolls, so it must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      <pre tabIndex={0}>{text}</pre>
    );
  }
  return <p>{reason}</p>;
}

/** The first row is taken for the names of the columns. */
function TableShown({ rows, name }: { rows: string[][]; name: string }): JSX.Element {
  const [head = [], ...body] = rows;
  return (
    // It scrolls, so it must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="jp-openbis-table" tabIndex={0} role="group" aria-label={name}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
