import React from 'react';

import { NameForm } from '../../common/fields/NameForm';
import { Action } from '../../common/hooks/useAction';
import { Problem } from '../../common/Problem';

interface Props {
  label: string;
  /** The current name; empty for a new one. */
  name: string;
  /** On the button that sends. */
  verb: string;
  action: Action;
  onSubmit: (name: string) => void;
  onCancel: () => void;
}

/** A field for the name of a file or folder; its suffix is not selected at first. */
export function FileNameForm({ action, ...props }: Props): JSX.Element {
  return (
    <NameForm {...props} selected={stemLength(props.name)} isBusy={action.isBusy}>
      <Problem error={action.error} />
    </NameForm>
  );
}

/** Length of a name without its last suffix, which usually stays. */
function stemLength(name: string): number {
  const at = name.lastIndexOf('.');
  return at > 0 ? at : name.length;
}
