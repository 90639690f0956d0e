import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { READABLE_STATUSES } from '../../api';
import { useServices } from '../../app/services';
import { Icon } from '../../common/Icon';
import { formatSize } from '../../common/messages/amounts';
import { codeOf, EntityItem, titleOf } from './entityItem';
import { iconPath, KIND_TONES, kindName } from './kinds';

/** Icon and name of an item, with details that distinguish it in small letters. */
export function EntityLabel({ item, where }: { item: EntityItem; where?: string | null }): JSX.Element {
  const { trans } = useServices();
  const note = noteOf(item, trans);
  return (
    <>
      <Icon
        path={iconPath(item.kind, item.type)}
        title={kindName(item.kind, trans)}
        tone={KIND_TONES[item.kind]}
      />
      <span className="jp-openbis-entity" title={item.identifier ?? item.permId}>
        <span className="jp-openbis-ellipsis">{titleOf(item)}</span>
        {note && <small className="jp-openbis-ellipsis">{note}</small>}
        {where && (
          <small className="jp-openbis-ellipsis">
            <bdi>{where}</bdi>
          </small>
        )}
      </span>
    </>
  );
}

/** Return code and type; of a data set also size, date, and the archiving status if its files cannot be read. */
export function noteOf(item: EntityItem, trans: TranslationBundle): string {
  const { dataSet, type, name } = item;
  if (!dataSet) {
    return [name && item.kind !== 'dataSet' && codeOf(item), type].filter(Boolean).join(' · ');
  }
  const { registrationDate, status } = dataSet;
  const unreadable = status && !READABLE_STATUSES.includes(status) ? status : null;
  const bytes = dataSet.size === null ? null : formatSize(dataSet.size, trans);
  return [unreadable, type, bytes, registrationDate?.slice(0, 10)].filter(Boolean).join(' · ');
}
