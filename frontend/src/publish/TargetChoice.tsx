import React, { useId } from 'react';

import { PublicationTarget } from '../api';
import { useServices } from '../app/services';

interface Props {
  target: PublicationTarget;
  onChange: (target: PublicationTarget) => void;
}

/** What the notebook becomes in openBIS, where openBIS keeps files of samples and experiments. */
export function TargetChoice({ target, onChange }: Props): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const choices: { value: PublicationTarget; label: string; description: string }[] = [
    {
      value: 'dataSet',
      label: trans.__('Data set'),
      description: trans.__('A new one with a type and properties.')
    },
    {
      value: 'files',
      label: trans.__('Files of the sample or experiment'),
      description: trans.__('A new folder. Its file %1 has name, notes and parents.', 'publication.json')
    }
  ];
  return (
    <fieldset>
      <legend>{trans.__('Store as')}</legend>
      {choices.map(({ value, label, description }) => (
        <div key={value} className="jp-openbis-check">
          <input
            id={`${id}-${value}`}
            type="radio"
            name={id}
            aria-describedby={`${id}-${value}-description`}
            checked={value === target}
            onChange={() => onChange(value)}
          />
          <div>
            <label htmlFor={`${id}-${value}`}>{label}</label>
            <div id={`${id}-${value}-description`} className="jp-openbis-description">
              {description}
            </div>
          </div>
        </div>
      ))}
    </fieldset>
  );
}
