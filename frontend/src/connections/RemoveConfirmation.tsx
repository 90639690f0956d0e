import React, { useEffect, useRef, useState } from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { Checkbox } from '../common/fields/Checkbox';
import { useAction } from '../common/hooks/useAction';

interface Props {
  connection: Connection;
  onRemoved: () => void;
  onCancel: () => void;
}

/** Confirmation of the removal of a connection. */
export function RemoveConfirmation({ connection, onRemoved, onCancel }: Props): JSX.Element {
  const { trans, connections } = useServices();
  const [forget, setForget] = useState(connection.saved);
  const action = useAction();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  const { name } = connection;
  const remove = async () => {
    if (await action.run(() => connections.runAction(api => api.remove(name, forget)))) {
      onRemoved();
    }
  };
  return (
    <div role="group" aria-label={trans.__('Remove %1?', name)} className="jp-openbis-form">
      <p>
        <strong>{trans.__('Remove %1?', name)}</strong>{' '}
        {trans.__('You will be logged out, and the data store is unmounted. Nothing is deleted in openBIS.')}
      </p>
      {connection.saved && (
        <Checkbox
          label={trans.__('Also from my connection file')}
          description={forget ? null : trans.__('It will reappear when Jupyter restarts.')}
          checked={forget}
          onChange={setForget}
        />
      )}
      <ErrorNote error={action.error} />
      <div className="jp-openbis-buttons">
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-mod-warn"
          disabled={action.isBusy}
          onClick={() => void remove()}
        >
          {trans.__('Remove')}
        </button>
        <button
          ref={cancel}
          type="button"
          className="jp-openbis-button jp-mod-styled jp-mod-reject"
          onClick={onCancel}
        >
          {trans.__('Cancel')}
        </button>
      </div>
    </div>
  );
}
