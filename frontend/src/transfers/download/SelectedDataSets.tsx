import React from 'react';

import { nameOf } from '../../notebook/paths';
import { ChosenDataSet } from '../../state/selection';
import { size } from '../common/amounts';
import { useServices } from '../services';

/** So many data sets are in sight at once. */
const SHOWN = 5;

interface Props {
  dataSets: ReadonlyArray<ChosenDataSet>;
  files: ReadonlyArray<string>;
}

/** What a download is about. */
export function Chosen({ dataSets, files }: Props): JSX.Element {
  const { trans } = useServices();
  const more = dataSets.slice(SHOWN);
  return (
    <>
      <ul aria-label={trans.__('Data sets')} className="jp-openbis-chosen">
        {dataSets.slice(0, SHOWN).map(each => (
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

function DataSet({ dataSet, isWhole }: { dataSet: ChosenDataSet; isWhole: boolean }): JSX.Element {
  const { permId, name, size: bytes } = dataSet;
  const facts = [name === permId ? null : permId, isWhole && bytes !== null ? size(bytes) : null];
  return (
    <li>
      <strong className="jp-openbis-ellipsis" title={name}>
        {name}
      </strong>
      <small>{facts.filter(Boolean).join(' · ')}</small>
    </li>
  );
}
