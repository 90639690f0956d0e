import React from 'react';

import { fieldErrorMessage } from '../messages/fields';
import { useCommonServices } from '../services';

interface Props {
  /** By which the input is described. */
  id: string;
  /** Messages of the server, or in the user's language. */
  errors: ReadonlyArray<string>;
}

/** Problems of a field, announced by screen readers. */
export function FieldProblems({ id, errors }: Props): JSX.Element {
  const { trans } = useCommonServices();
  return (
    <div id={id} role={errors.length ? 'alert' : undefined} className="jp-openbis-field-errors">
      {errors.map(each => (
        <p key={each}>{fieldErrorMessage(each, trans)}</p>
      ))}
    </div>
  );
}
