import React from 'react';

import { Reference } from '../../api';
import { useServices } from '../../app/services';
import { Icon } from '../../common/Icon';
import { KIND_PATHS, KIND_TONES } from './kinds';

interface Props {
  entity: Reference;
  title: string;
  note: string | null;
}

/** A button that shows the details of an entity in the Browse tab. */
export function EntityLink({ entity, title, note }: Props): JSX.Element {
  const { browsing, connections, navigation } = useServices();
  const { kind, permId } = entity;
  const show = () => {
    browsing.showDetailsIn(connections.current, { kind, permId });
    navigation.showTab('browse');
  };
  return (
    <button type="button" className="jp-openbis-entity-button" title={permId} onClick={show}>
      <Icon path={KIND_PATHS[kind]} tone={KIND_TONES[kind]} />
      <span className="jp-openbis-entity">
        <span className="jp-openbis-entity-name">
          <bdi>{title}</bdi>
        </span>
        <small>{note}</small>
      </span>
    </button>
  );
}
