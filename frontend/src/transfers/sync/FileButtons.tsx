import React from 'react';

import { SyncAction } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { useAction } from '../../common/hooks/useAction';
import { folderOf, nameOf } from '../../common/paths';

interface Props {
  /** Jupyter's path of the synchronised folder; null outside Jupyter's root folder. */
  folder: string | null;
  action: SyncAction;
}

/** Open a file that stays different, or show it and its copies, if it is on Jupyter's disk. */
export function FileButtons({ folder, action: { action, path } }: Props): JSX.Element | null {
  const { trans, host } = useServices();
  const opening = useAction();
  const isHere = action !== 'edited-in-openbis' && action !== 'removed-here';
  if (!isHere || folder === null) {
    return null;
  }
  const whole = folder ? `${folder}/${path}` : path;
  return (
    <>
      <button
        type="button"
        className="jp-openbis-link"
        aria-label={trans.__('Open %1', path)}
        onClick={() => void opening.run(() => host.openFile(whole))}
      >
        {trans.__('Open')}
      </button>{' '}
      <button
        type="button"
        className="jp-openbis-link"
        aria-label={trans.__('Show %1 in the file browser', path)}
        onClick={() => void opening.run(() => host.reveal(folderOf(whole), nameOf(whole)))}
      >
        {trans.__('Show')}
      </button>
      <ErrorNote error={opening.error} />
    </>
  );
}
