import React, { useId } from 'react';

import { ENVIRONMENT_FILES } from '../api';
import { useServices } from '../app/services';
import { Notebook } from '../host/host';
import { kernelLanguage } from '../notebook/environment';

interface Props {
  notebook: Notebook;
  isWanted: boolean;
  onChange: (isWanted: boolean) => void;
}

/** Option to include the kernel's packages, so that others can run the notebook. */
export function EnvironmentChoice({ notebook, isWanted, onChange }: Props): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const isPossible = kernelLanguage(notebook.language) !== null;
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
        {trans.__('Include package list')}
      </label>
      <small id={id}>
        {isPossible
          ? trans.__(
              'Writes %1 and %2 beside the notebook and uploads them.',
              ENVIRONMENT_FILES.requirements,
              ENVIRONMENT_FILES.runtime
            )
          : trans.__('Only for Python and R kernels.')}
      </small>
    </div>
  );
}
