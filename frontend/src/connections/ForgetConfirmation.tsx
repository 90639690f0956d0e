import React, { useEffect, useRef, useState } from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/hooks/useAction';
import { TextField } from './form/TextField';

interface Props {
  connection: Connection;
  onDone: () => void;
  onCancel: () => void;
}

/** Confirmation that the remembered login is deleted; with a password where openBIS needs one. */
export function ForgetConfirmation({ connection, onDone, onCancel }: Props): JSX.Element {
  const { trans, connections } = useServices();
  const { name, status, isTokenLogin } = connection;
  const [password, setPassword] = useState('');
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, button')?.focus(), []);
  const needsPassword = status !== 'connected' || isTokenLogin;
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (await action.run(() => connections.runAction(api => api.forget(name, password || undefined)))) {
      onDone();
    }
  };
  return (
    <form
      ref={form}
      className="jp-openbis-form"
      aria-label={trans.__('Forget the login to %1?', name)}
      onSubmit={event => void submit(event)}
    >
      <p>
        <strong>{trans.__('Forget the login to %1?', name)}</strong>{' '}
        {needsPassword
          ? trans.__('The access token is deleted on this computer.')
          : trans.__('The access token is deleted on this computer and in openBIS. You stay logged in.')}
      </p>
      {needsPassword && (
        <TextField
          label={trans.__('Password (optional)')}
          description={trans.__('With it, the token is deleted in openBIS, too, and you are logged in.')}
          value={password}
          onChange={setPassword}
          input={{ type: 'password', autoComplete: 'current-password' }}
        />
      )}
      <ErrorNote error={action.error} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-warn"
          disabled={action.isBusy}
        >
          {trans.__('Forget')}
        </button>
        <button type="button" className="jp-openbis-button jp-mod-styled jp-mod-reject" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
