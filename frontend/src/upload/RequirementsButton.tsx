import React, { useState } from 'react';

import { useServices } from '../app/services';
import { useAction } from '../common/hooks/useAction';
import { Problem } from '../common/Problem';
import { Notebook } from '../host/host';
import { saveRequirements, summary } from '../notebook/saveRequirements';

interface Props {
  notebook: Notebook;
  /** Called with the paths of the written files. */
  onSaved: (files: string[]) => void;
}

/** Saves the packages of the notebook's kernel beside the notebook. */
export function RequirementsButton({ notebook, onSaved }: Props): JSX.Element {
  const { trans, api, host } = useServices();
  const { isBusy, error, run } = useAction();
  const [message, setMessage] = useState('');
  const save = async () => {
    setMessage('');
    const saved = await saveRequirements(notebook, api.notebook, host, trans);
    if (saved) {
      setMessage(summary(saved, trans));
      onSaved(saved.files);
    }
  };
  return (
    <>
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        title={trans.__('Write the package list of the kernel beside the notebook and upload it')}
        disabled={isBusy}
        onClick={() => void run(save)}
      >
        {trans.__('Save requirements')}
      </button>
      <p role="status">{isBusy ? trans.__('Asking the kernel…') : message}</p>
      <Problem error={error} />
    </>
  );
}
