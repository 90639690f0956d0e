import React from 'react';

import { useServices } from '../../app/services';
import { useAction } from '../../common/hooks/useAction';
import { nameOf } from '../../common/paths';
import { FilePlace } from '../../transfers/download/filePlace';
import { withName } from './fileChanges';
import { FileNameForm } from './FileNameForm';

interface Props {
  place: FilePlace;
  path: string;
  /** Called when the file has its new name. */
  onDone: () => void;
  onCancel: () => void;
}

/** A field for the new name of a file or folder. */
export function RenameForm({ place, path, onDone, onCancel }: Props): JSX.Element {
  const { trans, fileChanges } = useServices();
  const action = useAction();
  const name = nameOf(path);
  const rename = async (to: string) => {
    if (await action.run(() => fileChanges.rename(place, path, withName(path, to)))) {
      onDone();
    }
  };
  return (
    <FileNameForm
      label={trans.__('New name of %1', name)}
      name={name}
      verb={trans.__('Rename')}
      action={action}
      onSubmit={to => void rename(to)}
      onCancel={onCancel}
    />
  );
}
