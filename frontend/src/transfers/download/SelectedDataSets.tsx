import React from 'react';

import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { CROSS, Icon } from '../../common/Icon';
import { formatSize } from '../../common/messages/amounts';
import { nameOf } from '../../common/paths';
import { SelectedDataSet } from './selection';

/** Data sets that are shown at first. */
const MAX_SHOWN = 5;

interface Props {
  dataSets: ReadonlyArray<SelectedDataSet>;
  files: ReadonlyArray<string>;
}

/** The data sets and files of a download. */
export function SelectedDataSets({ dataSets, files }: Props): JSX.Element {
  const { trans } = useServices();
  const more = dataSets.slice(MAX_SHOWN);
  return (
    <>
      <ul aria-label={trans.__('Data sets')} className="jp-openbis-chosen">
        {dataSets.slice(0, MAX_SHOWN).map(each => (
          <DataSet key={each.permId} dataSet={each} isWhole={!files.length} />
        ))}
      </ul>
      {more.length > 0 && (
        <details>
          <summary>{trans.__('and %1 more', more.length)}</summary>
          <ul aria-label={trans.__('More data sets')} className="jp-openbis-chosen">
            {more.map(each => (
              <DataSet key={each.permId} dataSet={each} isWhole />
            ))}
          </ul>
        </details>
      )}
      {files.length > 0 && (
        <details>
          <summary>{trans._n('Only %1 file or folder', 'Only %1 files and folders', files.length)}</summary>
          <ul className="jp-openbis-named">
            {files.map(path => (
              <li key={path}>
                <FileName name={nameOf(path)} title={path} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function DataSet({ dataSet, isWhole }: { dataSet: SelectedDataSet; isWhole: boolean }): JSX.Element {
  const { trans, selection } = useServices();
  const { permId, name, size: bytes } = dataSet;
  const facts = [
    name === permId ? null : permId,
    isWhole && bytes !== null ? formatSize(bytes, trans) : null
  ];
  const label = trans.__('Remove %1', name);
  return (
    <li>
      <div className="jp-openbis-chosen-head">
        <strong className="jp-openbis-ellipsis" title={name}>
          {name}
        </strong>
        <button
          type="button"
          className="jp-openbis-icon-button"
          aria-label={label}
          title={label}
          onClick={() => selection.leaveOut(permId)}
        >
          <Icon path={CROSS} />
        </button>
      </div>
      <small>{facts.filter(Boolean).join(' · ')}</small>
    </li>
  );
}
