import React, { useEffect, useRef, useState } from 'react';

import { ApiError, Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/hooks/useAction';
import { ConnectionCertificate } from './form/Certificate';
import { fieldLabel } from './form/formValues';
import { RememberMe } from './form/RememberMe';
import { TextField } from './form/TextField';

/** A failed login attempt to prefill. */
export interface LoginAttempt {
  username: string;
  password: string;
  remember: boolean;
  error: ApiError;
}

interface Props {
  connection: Connection;
  /** Purpose of the credentials. */
  purpose: 'login' | 'renew' | 'mount';
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
  const [remember, setRemember] = useState(attempt?.remember ?? connection.remembered !== null);
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  const error = action.error ?? attempt?.error ?? null;
  useFocus(form, props.focus, error);

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const who = [username.trim() || undefined, password || undefined] as const;
    const { name } = connection;
    const isDone = await action.run(() =>
      purpose === 'mount'
        ? connections.mount(name, ...who)
        : connections.runAction(api => api.logIn(name, ...who, remember))
    );
    if (isDone) {
      onDone();
    }
  };
  const isBusy = action.isBusy;
  const titles = { login: trans.__('Log in'), renew: trans.__('Renew'), mount: trans.__('Mount') };
  const help = usePasswordHelp(props);

  return (
    <form
      ref={form}
      className="jp-openbis-form"
      aria-label={
        purpose === 'mount'
          ? trans.__('Mount %1', connection.name)
          : trans.__('Log in to %1', connection.name)
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
        description={help}
        value={password}
        onChange={setPassword}
        input={{ type: 'password', autoComplete: 'current-password' }}
      />
      {purpose !== 'mount' && (
        <RememberMe
          isSaved={connection.canBeRemembered}
          problem={connection.rememberProblem}
          hasNoTokens={connections.withoutTokens.includes(connection.url)}
          checked={remember}
          onChange={setRemember}
        />
      )}
      <LoginProblem error={error} connection={connection} onEdit={props.onEdit} />
      <div className="jp-openbis-buttons">
        <button type="submit" className="jp-openbis-button jp-mod-styled jp-mod-accept" disabled={isBusy}>
          {isBusy ? trans.__('One moment…') : titles[purpose]}
        </button>
        <button type="button" className="jp-openbis-button jp-mod-styled jp-mod-reject" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

/** What to enter as the password. */
function usePasswordHelp({ connection, purpose }: Props): string | null {
  const { trans } = useServices();
  if (purpose === 'renew') {
    return trans.__('openBIS needs your password to renew the login. It is not stored.');
  }
  if (!connection.canLogIn) {
    return null;
  }
  return connection.isTokenLogin || connection.remembered
    ? trans.__('Leave empty to use the remembered login.')
    : trans.__('Leave empty to use your last password (forgotten when Jupyter restarts).');
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
      <ConnectionCertificate connection={connection} error={error} />
    </ErrorNote>
  );
}

/** Focus the first empty field, or the password after an error. */
function useFocus(form: React.RefObject<HTMLFormElement>, focus: boolean, error: ApiError | null): void {
  useEffect(() => {
    const inputs = [
      ...(form.current?.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])') ?? [])
    ];
    const next = error ? inputs[1] : (inputs.find(input => !input.value) ?? inputs[1]);
    if (focus || error) {
      next?.focus();
      next?.select();
    }
  }, [form, focus, error]);
}
