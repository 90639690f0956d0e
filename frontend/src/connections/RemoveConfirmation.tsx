import React, { useEffect, useRef, useState } from 'react';

import { Connection } from '../../api';
import { Checkbox } from '../common/Checkbox';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/useAction';
import { useServices } from '../services';

interface Props {
  connection: Connection;
  onRemoved: () => void;
  onCancel: () => void;
}

/** Asks before a connection is removed. */
export function RemoveQuestion({ connection, onRemoved, onCancel }: Props): JSX.Element {
  const { trans, connections } = useServices();
  const [forget, setForget] = useState(connection.saved);
  const action = useAction();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  const { name } = connection;
  const remove = async () => {
    if (await action.run(() => connections.act(api => api.remove(name, forget)))) {
      onRemoved();
    }
  };
  return (
    <div role="group" aria-label={trans.__('Remove %1?', name)} className="jp-openbis-form">
      <p>
        <strong>{trans.__('Remove %1?', name)}</strong>{' '}
        {trans.__('Its session ends, and its data store is unmounted. Nothing in openBIS changes.')}
      </p>
      {connection.saved && (
        <Checkbox
          label={trans.__('Also from my connection file')}
          description={forget ? null : trans.__('It comes back when Jupyter is started again.')}
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
