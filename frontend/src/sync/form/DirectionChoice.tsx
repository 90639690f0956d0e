import React, { useId } from 'react';

import { SyncDirection } from '../../api';
import { useServices } from '../../app/services';
import { useReadOnly } from '../../connections/useReadOnly';

interface Props {
  direction: SyncDirection;
  onChange: (direction: SyncDirection) => void;
}

/** Which side follows the other one. Where the server only reads from openBIS, files can only be fetched. */
export function DirectionChoice({ direction, onChange }: Props): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const readOnly = useReadOnly();
  const choices: { value: SyncDirection; label: string; description: string }[] = [
    {
      value: 'both',
      label: trans.__('Both ways'),
      description: trans.__('What changes here is sent, and what changes in openBIS is fetched.')
    },
    {
      value: 'up',
      label: trans.__('Only send to openBIS'),
      description: trans.__('For measurements and results: nothing in the folder is changed.')
    },
    {
      value: 'down',
      label: trans.__('Only fetch from openBIS'),
      description: trans.__('For shared data: nothing in openBIS is changed.')
    }
  ];
  return (
    <fieldset>
      <legend>{trans.__('Which way')}</legend>
      {choices.map(({ value, label, description }) => (
        <div key={value} className="jp-openbis-check">
          <input
            id={`${id}-${value}`}
            type="radio"
            name={id}
            aria-describedby={`${id}-${value}-description`}
            checked={value === direction}
            disabled={readOnly !== null && value !== 'down'}
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
      {readOnly && <small>{readOnly}</small>}
    </fieldset>
  );
}
