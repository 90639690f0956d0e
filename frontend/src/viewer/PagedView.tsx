import React, { useState } from 'react';

import { Preview } from '../api';
import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';
import { Problem } from '../common/Problem';
import { CellTable } from './CellTable';
import { ToolButton } from './ImageView';
import { nameOfFile, ViewedFile } from './viewer';

interface Props {
  file: ViewedFile;
  /** The first part. */
  first: Preview;
}

/** A long text or table, part by part. */
export function PagedView({ file, first }: Props): JSX.Element {
  const { trans, api } = useServices();
  const { place, path } = file;
  const [offsets, setOffsets] = useState<number[]>([]);
  const offset = offsets[offsets.length - 1];
  const later = useLoaded(offset === undefined ? null : `${path}\n${offset}`, signal =>
    api.browsing.preview(place.connection, place.permId, path, signal, { large: true, offset })
  );
  const part = offset === undefined ? first : later.value;
  const following = part?.next ?? null;
  const head = first.rows?.[0] ?? [];
  const rows = offset === undefined ? first.rows?.slice(1) : part?.rows;
  return (
    <div className="jp-openbis-viewer-main" aria-busy={part === null && later.error === null}>
      {(offsets.length > 0 || following !== null) && (
        <div className="jp-openbis-viewer-tools" role="group" aria-label={trans.__('Parts of the file')}>
          <ToolButton
            label={trans.__('Previous part')}
            isOff={offsets.length === 0}
            onClick={() => setOffsets(offsets.slice(0, -1))}
          />
          <span role="status">{trans.__('Part %1', String(offsets.length + 1))}</span>
          <ToolButton
            label={trans.__('Next part')}
            isOff={following === null}
            onClick={() => following !== null && setOffsets([...offsets, following])}
          />
        </div>
      )}
      <Problem error={later.error} retry={later.retry} />
      {part && first.kind === 'table' && <CellTable rows={rows ?? []} head={head} name={nameOfFile(path)} />}
      {part && first.kind === 'text' && (
        // It scrolls, so it must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0}>{part.text}</pre>
      )}
    </div>
  );
}
