import React, { useState } from 'react';

import { useServices } from '../app/services';
import { useAction } from '../common/hooks/useAction';
import { MenuAction } from '../common/menu';
import { Problem } from '../common/Problem';
import { Notebook } from '../host/host';
import { saveRequirements, summary } from '../notebook/saveRequirements';

/**
 * Save the packages of the notebook's kernel beside the notebook: the entry of a menu, and an element with the outcome.
 *
 * @param onSaved Called with the paths of the written files.
 */
export function useRequirements(
  notebook: Notebook | null,
  onSaved: (files: string[]) => void
): { entries: MenuAction[]; outcome: JSX.Element } {
  const { trans, api, host } = useServices();
  const { isBusy, error, run } = useAction();
  const [message, setMessage] = useState('');
  const save = async (of: Notebook) => {
    setMessage('');
    const saved = await saveRequirements(of, api.notebook, host, trans);
    if (saved) {
      setMessage(summary(saved, trans));
      onSaved(saved.files);
    }
  };
  const entry = notebook && {
    label: trans.__('Package list of the notebook'),
    act: () => void run(() => save(notebook)),
    disabledReason: isBusy ? trans.__('Asking the kernel…') : null
  };
  return {
    entries: entry ? [entry] : [],
    outcome: (
      <>
        <p role="status">{isBusy ? trans.__('Asking the kernel…') : message}</p>
        <Problem error={error} />
      </>
    )
  };
}
