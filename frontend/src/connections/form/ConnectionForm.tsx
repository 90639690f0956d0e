import React, { useEffect, useRef, useState } from 'react';

import { ApiError, Connection } from '../../api';
import { Checkbox } from '../common/Checkbox';
import { ErrorNote } from '../common/ErrorNote';
import { useAction } from '../common/useAction';
import { useServices } from '../services';
import { Encryption, Mounting } from './AdvancedFields';
import { CheckResult } from './CheckResult';
import {
  WITH_PLACE,
  changesOf,
  endsSession,
  entryOf,
  hostOf,
  keepTyped,
  nameOf,
  Typed,
  typedBefore,
  typedOf
} from './entry';
import { TextField } from './TextField';
import { useInstanceCheck } from './useInstanceCheck';

interface Props {
  /** The one to edit; null for a new one. */
  connection: Connection | null;
  /** It is there, or changed; tells what was typed. */
  onDone: (typed: Typed) => void | Promise<void>;
  /** Not given where there is nothing to go back to. */
  onCancel?: () => void;
  focus?: boolean;
}

/** Add or edit a connection. */
export function ConnectionForm({ connection, onDone, onCancel, focus = true }: Props): JSX.Element {
  const { trans, newConnection } = useServices();
  const { typed, change, checking, saving, isNameTaken, submit } = useEntry(connection, onDone);
  const form = useRef<HTMLFormElement>(null);
  useFocus(form, focus, saving.error);
  const nameErrors = isNameTaken ? [trans.__('Another connection has this name.')] : saving.error?.of('name');
  return (
    <form
      ref={form}
      className="jp-openbis-form"
      aria-label={connection ? trans.__('Edit %1', connection.name) : trans.__('New connection')}
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <Address typed={typed} change={change} checking={checking} error={saving.error} />
      <TextField
        label={trans.__('Name')}
        description={trans.__('How you call it here; left empty: as its host.')}
        value={typed.name}
        onChange={name => change({ name })}
        errors={nameErrors}
        input={{ placeholder: hostOf(typed.url) }}
      />
      <Login typed={typed} change={change} withPassword={connection === null} />
      <Remember connection={connection} typed={typed} change={change} />
      <Encryption typed={typed} change={change} code={checking.result?.code} error={saving.error} />
      <Mounting typed={typed} change={change} error={saving.error} />
      {connection?.status === 'connected' && endsSession(changesOf(typed, connection)) && (
        <p>{trans.__('Saving ends the session: you will have to log in again.')}</p>
      )}
      <ErrorNote error={wholeProblem(saving.error)} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={saving.isBusy}
        >
          {connection ? trans.__('Save') : typed.password ? trans.__('Add and log in') : trans.__('Add')}
        </button>
        {onCancel && (
          <button
            type="button"
            className="jp-openbis-button jp-mod-styled jp-mod-reject"
            onClick={() => {
              if (!connection) {
                newConnection.write(null);
              }
              onCancel();
            }}
          >
            {trans.__('Cancel')}
          </button>
        )}
      </div>
    </form>
  );
}

/** What is typed, and what becomes of it. */
function useEntry(connection: Connection | null, onDone: Props['onDone']) {
  const { connections, newConnection } = useServices();
  const [typed, setTyped] = useState(() => (connection ? typedOf(connection) : typedBefore(newConnection)));
  const [isNameTaken, setNameTaken] = useState(false);
  const checking = useInstanceCheck();
  const saving = useAction();
  useEffect(() => {
    if (!connection) {
      keepTyped(newConnection, typed);
    }
  }, [newConnection, connection, typed]);
  const change = (changes: Partial<Typed>) => {
    setTyped(before => ({ ...before, ...changes }));
    setNameTaken(false);
    if (endsSession(changes)) {
      checking.reset();
    }
  };
  const send = async () => {
    if (connection) {
      await connections.change(connection.name, changesOf(typed, connection));
    } else {
      await connections.add(entryOf(typed));
      newConnection.write(null);
    }
    await onDone(typed);
  };
  const submit = async () => {
    const others = (connections.all ?? []).filter(each => each.name !== connection?.name);
    const isTaken = others.some(each => each.name === nameOf(typed));
    setNameTaken(isTaken);
    if (!isTaken) {
      await saving.run(send);
    }
  };
  return { typed, change, checking, saving, isNameTaken, submit };
}

interface PartProps {
  typed: Typed;
  change: (changes: Partial<Typed>) => void;
}

/** The URL, and whether openBIS answers there. */
function Address({
  typed,
  change,
  checking,
  error
}: PartProps & { checking: ReturnType<typeof useInstanceCheck>; error: ApiError | null }): JSX.Element {
  const { trans } = useServices();
  const checked = useRef(typed.url);
  const check = async () => {
    checked.current = typed.url;
    await checking.check(typed);
  };
  const onBlur = () => typed.url.trim() && typed.url !== checked.current && void check();
  return (
    <>
      <TextField
        label={trans.__('URL')}
        description={trans.__('Host name, or the address of any of its pages from your browser.')}
        mandatory
        value={typed.url}
        onChange={url => change({ url })}
        errors={error?.of('url')}
        input={{ required: true, inputMode: 'url', placeholder: 'https://openbis.example.org', onBlur }}
        beside={
          <button
            type="button"
            className="jp-openbis-button jp-mod-styled"
            disabled={!typed.url.trim() || checking.isBusy}
            onClick={() => void check()}
          >
            {trans.__('Check')}
          </button>
        }
      />
      <CheckResult checking={checking} />
    </>
  );
}

function Login({ typed, change, withPassword }: PartProps & { withPassword: boolean }): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <TextField
        label={trans.__('User')}
        value={typed.username}
        onChange={username => change({ username })}
        input={{ autoComplete: 'username' }}
      />
      {withPassword && (
        <TextField
          label={trans.__('Password or access token')}
          description={trans.__('To log in at once; it is not saved.')}
          value={typed.password}
          onChange={password => change({ password })}
          input={{ type: 'password', autoComplete: 'current-password' }}
        />
      )}
    </>
  );
}

function Remember({
  connection,
  typed,
  change
}: PartProps & { connection: Connection | null }): JSX.Element | null {
  const { trans } = useServices();
  if (connection?.saved) {
    return null;
  }
  return (
    <Checkbox
      label={trans.__('Remember for next time')}
      description={trans.__('Written into your own connection file, without the password.')}
      checked={typed.save}
      onChange={save => change({ save })}
    />
  );
}

/** The error, unless all of it stands at its fields. */
function wholeProblem(error: ApiError | null): ApiError | null {
  return error?.fields.length && error.fields.every(({ field }) => WITH_PLACE.includes(field)) ? null : error;
}

/** First the URL; later, what has to be mended. */
function useFocus(form: React.RefObject<HTMLFormElement>, atFirst: boolean, error: ApiError | null): void {
  const isFirst = useRef(atFirst);
  useEffect(() => {
    const wanted = isFirst.current ? 'input' : '[aria-invalid="true"]';
    isFirst.current = false;
    form.current?.querySelector<HTMLElement>(wanted)?.focus();
  }, [form, error]);
}
