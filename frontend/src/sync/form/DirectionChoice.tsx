import React from 'react';

import { SyncDirection } from '../../api';
import { useServices } from '../../app/services';
import { Choice, RadioChoice } from '../../common/fields/RadioChoice';
import { useReadOnly } from '../../connections/useReadOnly';

interface Props {
  direction: SyncDirection;
  onChange: (direction: SyncDirection) => void;
}

/** Which side follows the other one. Where the server only reads from openBIS, files can only be fetched. */
export function DirectionChoice({ direction, onChange }: Props): JSX.Element {
  const { trans } = useServices();
  const readOnly = useReadOnly();
  const choices: ReadonlyArray<Choice<SyncDirection>> = [
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
    <RadioChoice
      legend={trans.__('Which way')}
      choices={choices}
      value={direction}
      isDisabled={value => readOnly !== null && value !== 'down'}
      onChange={onChange}
    >
      {readOnly && <small>{readOnly}</small>}
    </RadioChoice>
  );
}
