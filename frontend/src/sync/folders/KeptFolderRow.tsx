import React, { useId } from 'react';

import { KeptFolder } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { useAction } from '../../common/hooks/useAction';
import { CARET_DOWN, CARET_RIGHT, Icon } from '../../common/Icon';
import { formatDateTime } from '../../common/messages/format';
import { nameOf } from '../../common/paths';
import { KeptFolderActions } from './KeptFolderActions';
import { KeptFolderDetails } from './KeptFolderDetails';
import { differenceCount, keptAside, keptStateLabel, needsAttention } from './keptLabels';
import { keptIcon } from './icons';

interface Props {
  kept: KeptFolder;
  /** Whether the user has opened or closed the details; undefined: neither. */
  isToggled?: boolean;
  toggle: (isOpen: boolean) => void;
}

/** One kept folder in a line: state, name, last time, and actions; details unfold. */
export function KeptFolderRow({ kept, isToggled, toggle }: Props): JSX.Element {
  const { trans } = useServices();
  const action = useAction();
  const id = useId();
  const isOpen = isToggled ?? needsAttention(kept);
  const { folder, identifier, lastSynchronised } = kept;
  const name = trans.__('Folder %1', folder);
  return (
    <li
      className="jp-openbis-transfer"
      data-state={kept.state}
      data-differs={differenceCount(kept) > 0 || undefined}
      aria-label={name}
    >
      <div className="jp-openbis-transfer-line">
        <button
          type="button"
          className="jp-openbis-transfer-toggle"
          aria-expanded={isOpen}
          aria-controls={id}
          title={`${folder} – ${identifier}`}
          onClick={() => toggle(!isOpen)}
        >
          <Icon path={isOpen ? CARET_DOWN : CARET_RIGHT} />
          <span className="jp-openbis-transfer-mark" role="img" aria-label={keptStateLabel(kept, trans)}>
            <Icon path={keptIcon(kept)} />
          </span>
          <strong className="jp-openbis-transfer-name">{nameOf(folder) || folder}</strong>
        </button>
        <span
          className="jp-openbis-transfer-aside"
          title={lastSynchronised === null ? undefined : formatDateTime(lastSynchronised, trans)}
        >
          {keptAside(kept, trans)}
        </span>
        <KeptFolderActions kept={kept} action={action} />
      </div>
      <ErrorNote error={action.error} />
      <div id={id} hidden={!isOpen} className="jp-openbis-transfer-details">
        {isOpen && <KeptFolderDetails kept={kept} />}
      </div>
    </li>
  );
}
