import React from 'react';

import { useServices } from '../../app/services';
import { NameForm } from '../../common/fields/NameForm';

interface Props {
  /** The current or the proposed name. */
  name: string;
  /** On the button that submits. */
  verb: string;
  onSubmit: (name: string) => void;
  onCancel: () => void;
}

/** A field for the name of a saved search. */
export function SearchNameForm(props: Props): JSX.Element {
  const { trans } = useServices();
  return <NameForm {...props} label={trans.__('Name of the search')} maxLength={100} allowsSame />;
}
