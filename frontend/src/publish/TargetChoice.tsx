import React from 'react';

import { PublicationTarget } from '../api';
import { useServices } from '../app/services';
import { Choice, RadioChoice } from '../common/fields/RadioChoice';

interface Props {
  target: PublicationTarget;
  onChange: (target: PublicationTarget) => void;
}

/** What the notebook becomes in openBIS, where openBIS keeps files of samples and experiments. */
export function TargetChoice({ target, onChange }: Props): JSX.Element {
  const { trans } = useServices();
  const choices: ReadonlyArray<Choice<PublicationTarget>> = [
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
  return <RadioChoice legend={trans.__('Store as')} choices={choices} value={target} onChange={onChange} />;
}
