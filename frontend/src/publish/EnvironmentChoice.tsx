import React, { useId } from 'react';

import { Notebook } from '../../host/host';
import { isKnown } from '../../notebook/environment';
import { useServices } from '../services';

interface Props {
  notebook: Notebook;
  isWanted: boolean;
  onChange: (isWanted: boolean) => void;
}

/** Whether the kernel is asked for its packages, so that others can run the notebook. */
export function EnvironmentChoice({ notebook, isWanted, onChange }: Props): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const isPossible = isKnown(notebook.language);
  return (
    <div>
      <label className="jp-openbis-check">
        <input
          type="checkbox"
          aria-describedby={id}
          checked={isWanted && isPossible}
          disabled={!isPossible}
          onChange={event => onChange(event.target.checked)}
        />
        {trans.__('Save the requirements first')}
      </label>
      <small id={id}>
        {isPossible
          ? trans.__(
              'Asks the kernel which packages it has. The requirements.txt and runtime.txt beside the notebook are sent, too.'
            )
          : trans.__('Only kernels of Python and R can tell which packages they have.')}
      </small>
    </div>
  );
}
