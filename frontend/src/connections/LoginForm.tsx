import React, { useEffect, useRef, useState } from 'react';

import { ApiError, Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/hooks/useAction';
import { fieldLabel } from './form/formValues';
import { TextField } from './form/TextField';

/** A failed login attempt to prefill. */
export interface LoginAttempt {
  username: string;
  password: string;
  error: ApiError;
}

interface Props {
  connection: Connection;
  /** Purpose of the credentials. */
  purpose: 'login' | 'mount';
  attempt?: LoginAttempt;
  focus: boolean;
  onDone: () => void;
  onCancel: () => void;
  onEdit: () => void;
}

/** User, password or access token. */
export function LoginForm(props: Props): JSX.Element {
  const { connection, purpose, attempt, onDone, onCancel } = props;
  const { trans, connections } = useServices();
  const [username, setUsername] = useState(attempt?.username ?? connection.username);
  const [password, setPassword] = useState(attempt?.password ?? '');
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  const error = action.error ?? attempt?.error ?? null;
  useFocus(form, props.focus, error);

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const who = [username.trim() || undefined, password || undefined] as const;
    const { name } = connection;
    const isDone = await action.run(() =>
      purpose === 'login'
        ? connections.runAction(api => api.logIn(name, ...who))
        : connections.mount(name, ...who)
    );
    if (isDone) {
      onDone();
    }
  };
  const isBusy = action.isBusy;
  const title = purpose === 'login' ? trans.__('Log in') : trans.__('Mount');

  return (
    <form
      ref={form}
      className="jp-openbis-form"
      aria-label={
        purpose === 'login'
          ? trans.__('Log in to %1', connection.name)
          : trans.__('Mount %1', connection.name)
      }
      onSubmit={event => void submit(event)}
    >
      <TextField
        label={fieldLabel('username', trans)}
        value={username}
        onChange={setUsername}
        input={{ autoComplete: 'username' }}
      />
      <TextField
        label={fieldLabel('password', trans)}
        description={trans.__('Leave empty to use the last one, if Jupyter still has it.')}
        value={password}
        onChange={setPassword}
        input={{ type: 'password', autoComplete: 'current-password' }}
      />
      <LoginProblem error={error} connection={connection} onEdit={props.onEdit} />
      <div className="jp-openbis-buttons">
        <button type="submit" className="jp-openbis-button jp-mod-styled jp-mod-accept" disabled={isBusy}>
          {isBusy ? trans.__('One moment…') : title}
        </button>
        <button type="button" className="jp-openbis-button jp-mod-styled jp-mod-reject" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

/** Why the login failed, or why it is required. */
function LoginProblem({
  error,
  connection,
  onEdit
}: {
  error: ApiError | null;
  connection: Connection;
  onEdit: () => void;
}): JSX.Element {
  const { trans } = useServices();
  const known = connection.problem ? new ApiError(0, connection.problem) : null;
  return (
    <ErrorNote error={error ?? known}>
      {error && !error.needsLogin && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onEdit}>
          {trans.__('Edit the connection')}
        </button>
      )}
    </ErrorNote>
  );
}

/** Focus the first empty field, or the password after an error. */
function useFocus(form: React.RefObject<HTMLFormElement>, focus: boolean, error: ApiError | null): void {
  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll('input') ?? [])];
    const next = error ? inputs[1] : (inputs.find(input => !input.value) ?? inputs[1]);
    if (focus || error) {
      next?.focus();
      next?.select();
    }
  }, [form, focus, error]);
}
