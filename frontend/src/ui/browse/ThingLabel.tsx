import React from 'react';

import { codeOf, Thing, titleOf } from '../../state/things';
import { size } from '../common/amounts';
import { Icon } from '../common/Icon';
import { useServices } from '../services';
import { KIND_PATHS, kindName } from './kinds';

/** What a thing is called, with its picture, and in small letters what tells it from others. */
export function ThingLabel({ thing, where }: { thing: Thing; where?: string | null }): JSX.Element {
  const { trans } = useServices();
  const note = noteOf(thing);
  return (
    <>
      <Icon path={KIND_PATHS[thing.kind]} title={kindName(thing.kind, trans)} />
      <span className="jp-openbis-thing" title={thing.identifier ?? thing.permId}>
        <span className="jp-openbis-ellipsis">{titleOf(thing)}</span>
        {note && <small className="jp-openbis-ellipsis">{note}</small>}
        {where && (
          // The end tells more than the beginning: cut there.
          <small className="jp-openbis-ellipsis jp-openbis-where">
            <bdi>{where}</bdi>
          </small>
        )}
      </span>
    </>
  );
}

/** Code and type; of a data set also its size, its day, and whether it has to be brought back from the archive. */
export function noteOf(thing: Thing): string {
  const { dataSet, type, name } = thing;
  if (!dataSet) {
    return [name && codeOf(thing), type].filter(Boolean).join(' · ');
  }
  const { registrationDate, status } = dataSet;
  const notHere = status && status !== 'AVAILABLE' ? status : null;
  const bytes = dataSet.size === null ? null : size(dataSet.size);
  return [notHere, type, bytes, registrationDate?.slice(0, 10)].filter(Boolean).join(' · ');
}
