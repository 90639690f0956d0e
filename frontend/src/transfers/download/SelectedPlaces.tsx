import React from 'react';

import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { CROSS, Icon } from '../../common/Icon';
import { formatSize } from '../../common/messages/amounts';
import { nameOf } from '../../common/paths';
import { FilePlace } from './filePlace';

/** Places that are shown at first. */
const MAX_SHOWN = 5;

interface Props {
  places: ReadonlyArray<FilePlace>;
  files: ReadonlyArray<string>;
}

/** The places and files of a download. */
export function SelectedPlaces({ places, files }: Props): JSX.Element {
  const { trans } = useServices();
  const more = places.slice(MAX_SHOWN);
  const isOfOwner = places.some(each => each.owner !== undefined);
  return (
    <>
      <ul aria-label={isOfOwner ? trans.__('Files of') : trans.__('Data sets')} className="jp-openbis-chosen">
        {places.slice(0, MAX_SHOWN).map(each => (
          <Place key={each.permId} place={each} isWhole={!files.length} />
        ))}
      </ul>
      {more.length > 0 && (
        <details>
          <summary>{trans.__('and %1 more', more.length)}</summary>
          <ul aria-label={trans.__('More data sets')} className="jp-openbis-chosen">
            {more.map(each => (
              <Place key={each.permId} place={each} isWhole />
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

function Place({ place, isWhole }: { place: FilePlace; isWhole: boolean }): JSX.Element {
  const { trans, selection } = useServices();
  const { permId, name, size: bytes, owner } = place;
  const facts = [
    owner ?? (name === permId ? null : permId),
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
