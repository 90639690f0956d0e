import React from 'react';

import { nameOf } from '../../notebook/paths';
import { ChosenDataSet } from '../../state/selection';
import { size } from '../common/amounts';
import { useServices } from '../services';

interface Props {
  dataSets: ReadonlyArray<ChosenDataSet>;
  files: ReadonlyArray<string>;
}

/** What a download is about. */
export function Chosen({ dataSets, files }: Props): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <ul aria-label={trans.__('Data sets')} className="jp-openbis-chosen">
        {dataSets.map(({ permId, name, size: bytes }) => (
          <li key={permId}>
            <strong className="jp-openbis-ellipsis" title={name}>
              {name}
            </strong>
            <small>
              {[name === permId ? null : permId, bytes !== null && !files.length ? size(bytes) : null]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      {files.length > 0 && (
        <details>
          <summary>{trans._n('Only %1 file or folder', 'Only %1 files and folders', files.length)}</summary>
          <ul className="jp-openbis-failed">
            {files.map(path => (
              <li key={path} title={path} className="jp-openbis-ellipsis">
                {nameOf(path)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
