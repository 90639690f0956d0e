import React, { useState } from 'react';

import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { useModels } from '../../common/models/model';
import { KeptFolderRow } from './KeptFolderRow';

/** The folders that Jupyter keeps in openBIS; nothing without any. */
export function KeptFolders(): JSX.Element | null {
  const { trans, keptFolders } = useServices();
  useModels(keptFolders);
  const [toggled, setToggled] = useState<Record<string, boolean>>({});
  const { folders, problem } = keptFolders;
  if (!folders?.length) {
    return null;
  }
  const title = trans.__('Kept in openBIS');
  return (
    <section>
      <h3 className="jp-openbis-group">{title}</h3>
      <ErrorNote error={problem}>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => void keptFolders.refresh()}
        >
          {trans.__('Try again')}
        </button>
      </ErrorNote>
      <ul aria-label={title}>
        {folders.map(kept => (
          <KeptFolderRow
            key={kept.folder}
            kept={kept}
            isToggled={toggled[kept.folder]}
            toggle={isOpen => setToggled({ ...toggled, [kept.folder]: isOpen })}
          />
        ))}
      </ul>
    </section>
  );
}
