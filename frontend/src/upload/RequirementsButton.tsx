import React, { useState } from 'react';

import { Notebook } from '../../host/host';
import { saveRequirements, summary } from '../../notebook/saveRequirements';
import { Problem } from '../common/Problem';
import { useAction } from '../common/useAction';
import { useServices } from '../services';

interface Props {
  notebook: Notebook;
  /** Told the paths of what was written. */
  onSaved: (files: string[]) => void;
}

/** Saves what the notebook's kernel has installed beside the notebook. */
export function RequirementsButton({ notebook, onSaved }: Props): JSX.Element {
  const { trans, api } = useServices();
  const { isBusy, error, run } = useAction();
  const [told, setTold] = useState('');
  const save = async () => {
    setTold('');
    const saved = await saveRequirements(notebook, api.notebook, trans);
    setTold(summary(saved, trans));
    onSaved(saved.files);
  };
  return (
    <>
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        title={trans.__(
          'Ask the kernel which packages it has, write them beside the notebook, and send the files, too'
        )}
        disabled={isBusy}
        onClick={() => void run(save)}
      >
        {trans.__('Save requirements')}
      </button>
      <p role="status">{isBusy ? trans.__('Asking the kernel…') : told}</p>
      <Problem error={error} />
    </>
  );
}
