import React, { useEffect, useRef, useState } from 'react';

import { ApiError, Connection } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { Checkbox } from '../../common/fields/Checkbox';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { useChangedFields } from '../../common/fields/useChangedFields';
import { useAction } from '../../common/hooks/useAction';
import { Encryption, Mounting } from './AdvancedFields';
import { Certificate, refusedCertificate, trustedWith } from './Certificate';
import { CheckResult } from './CheckResult';
import {
  fieldLabel,
  FIELDS_WITH_ERRORS,
  toChanges,
  endsSession,
  toRequest,
  hostOf,
  isSameHost,
  maxLength,
  storeFormValues,
  connectionName,
  FormValues,
  restoreFormValues,
  toFormValues,
  fieldValues
} from './formValues';
import { OtherFields } from './OtherFields';
import { RememberMe } from './RememberMe';
import { TextField } from './TextField';
import { useInstanceCheck } from './useInstanceCheck';

interface Props {
  /** The one to edit; null for a new one. */
  connection: Connection | null;
  /** Called after it was added or changed, with the values of the form. */
  onDone: (values: FormValues) => void | Promise<void>;
  /** Not given where there is nothing to go back to. */
  onCancel?: () => void;
  /** Whether the form takes the focus when it appears; otherwise its first field gets it when the panel is activated. */
  focus?: boolean;
}

/** Add or edit a connection. */
export function ConnectionForm({ connection, onDone, onCancel, focus = true }: Props): JSX.Element {
  const { trans, newConnection } = useServices();
  const { values, change, checking, saving, isNameTaken, submit } = useConnectionForm(connection, onDone);
  const errors = new FieldErrors(
    saving.error,
    FIELDS_WITH_ERRORS,
    useChangedFields(saving.error, fieldValues(values))
  );
  const form = useRef<HTMLFormElement>(null);
  useFocus(form, focus, saving.error);
  const nameErrors = isNameTaken ? [trans.__('Another connection has this name.')] : errors.of('name');
  return (
    <form
      ref={form}
      className="jp-openbis-form"
      data-openbis-begin={focus ? undefined : true}
      aria-label={connection ? trans.__('Edit %1', connection.name) : trans.__('New connection')}
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <Address values={values} change={change} checking={checking} errors={errors} />
      <TextField
        label={fieldLabel('name', trans)}
        description={trans.__('Display name. Defaults to the host name.')}
        value={values.name}
        onChange={name => change({ name })}
        errors={nameErrors}
        input={{ placeholder: hostOf(values.url), maxLength: maxLength('name') }}
      />
      <Login values={values} change={change} withPassword={connection === null} />
      <OtherFields values={values} change={change} errors={errors} />
      <Remember connection={connection} values={values} change={change} />
      {!connection && values.password && (
        <RememberMe
          isSaved={values.save}
          hasNoTokens={checking.result?.accessTokens === false}
          checked={values.remember}
          onChange={remember => change({ remember })}
        />
      )}
      <Encryption values={values} change={change} code={checking.result?.code} errors={errors} />
      <Mounting values={values} change={change} errors={errors} />
      {connection?.status === 'connected' && endsSession(toChanges(values, connection)) && (
        <p>{trans.__('Saving ends the session: you will have to log in again.')}</p>
      )}
      <ErrorNote error={formError(saving.error)} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={saving.isBusy}
        >
          {connection ? trans.__('Save') : values.password ? trans.__('Add and log in') : trans.__('Add')}
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

/** The state of the form, and how it is saved. */
function useConnectionForm(connection: Connection | null, onDone: Props['onDone']) {
  const { connections, newConnection } = useServices();
  const [values, setValues] = useState(() =>
    connection ? toFormValues(connection) : restoreFormValues(newConnection)
  );
  const [isNameTaken, setNameTaken] = useState(false);
  const checking = useInstanceCheck();
  const saving = useAction();
  useEffect(() => {
    if (!connection) {
      storeFormValues(newConnection, values);
    }
  }, [newConnection, connection, values]);
  const change = (changes: Partial<FormValues>) => {
    setValues(before => {
      const isOtherHost = changes.url !== undefined && !isSameHost(before.url, changes.url);
      const forgotten = isOtherHost ? { certificate_fingerprints: [] } : {}; // they are those of another server
      return { ...before, ...forgotten, ...changes };
    });
    setNameTaken(false);
    if (endsSession(changes)) {
      checking.reset();
    }
  };
  const save = async () => {
    if (connection) {
      await connections.change(connection.name, toChanges(values, connection));
    } else {
      await connections.add(toRequest(values));
      newConnection.write(null);
    }
    await onDone(values);
  };
  const submit = async () => {
    const others = (connections.all ?? []).filter(each => each.name !== connection?.name);
    const isTaken = others.some(each => each.name === connectionName(values));
    setNameTaken(isTaken);
    if (!isTaken) {
      await saving.run(save);
    }
  };
  return { values, change, checking, saving, isNameTaken, submit };
}

interface PartProps {
  values: FormValues;
  change: (changes: Partial<FormValues>) => void;
}

/** The URL, and whether openBIS answers there. */
function Address({
  values,
  change,
  checking,
  errors
}: PartProps & { checking: ReturnType<typeof useInstanceCheck>; errors: FieldErrors }): JSX.Element {
  const { trans } = useServices();
  const checked = useRef(values.url);
  const button = useRef<HTMLButtonElement>(null);
  const check = async () => {
    checked.current = values.url;
    await checking.check(values);
  };
  const refused =
    checking.result &&
    refusedCertificate({ code: checking.result.code ?? '', details: { ...checking.result } });
  const trust = async (certificate_fingerprints: string[]) => {
    change({ certificate_fingerprints });
    button.current?.focus(); // the one to trust it disappears
    await checking.check({ ...values, certificate_fingerprints });
  };
  const onBlur = () => values.url.trim() && values.url !== checked.current && void check();
  return (
    <>
      <TextField
        label={fieldLabel('url', trans)}
        description={trans.__('Host name, or the address of any openBIS page.')}
        mandatory
        value={values.url}
        onChange={url => change({ url })}
        errors={errors.of('url')}
        input={{
          required: true,
          inputMode: 'url',
          placeholder: 'https://openbis.example.org',
          maxLength: maxLength('url'),
          onBlur
        }}
        beside={
          <button
            ref={button}
            type="button"
            className="jp-openbis-button jp-mod-styled"
            disabled={!values.url.trim() || checking.isBusy}
            onClick={() => void check()}
          >
            {trans.__('Check')}
          </button>
        }
      />
      <CheckResult checking={checking} />
      {refused && (
        <Certificate
          refused={refused}
          isBusy={checking.isBusy}
          onTrust={() => void trust(trustedWith(refused))}
        />
      )}
    </>
  );
}

function Login({ values, change, withPassword }: PartProps & { withPassword: boolean }): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <TextField
        label={fieldLabel('username', trans)}
        value={values.username}
        onChange={username => change({ username })}
        input={{ autoComplete: 'username', maxLength: maxLength('username') }}
      />
      {withPassword && (
        <TextField
          label={fieldLabel('password', trans)}
          description={trans.__('Used to log in now. Not saved.')}
          value={values.password}
          onChange={password => change({ password })}
          input={{ type: 'password', autoComplete: 'current-password' }}
        />
      )}
    </>
  );
}

function Remember({
  connection,
  values,
  change
}: PartProps & { connection: Connection | null }): JSX.Element | null {
  const { trans } = useServices();
  if (connection?.saved) {
    return null;
  }
  return (
    <Checkbox
      label={trans.__('Remember this connection')}
      description={trans.__('Saved without the password.')}
      checked={values.save}
      onChange={save => change({ save })}
    />
  );
}

/** Return the error unless all of it is shown at fields. */
function formError(error: ApiError | null): ApiError | null {
  return error?.fields.length && error.fields.every(({ field }) => FIELDS_WITH_ERRORS.includes(field))
    ? null
    : error;
}

/** Focus the URL first; later, the first field with an error. */
function useFocus(form: React.RefObject<HTMLFormElement>, atFirst: boolean, error: ApiError | null): void {
  const isFirst = useRef(atFirst);
  useEffect(() => {
    const wanted = isFirst.current ? 'input' : '[aria-invalid="true"]';
    isFirst.current = false;
    form.current?.querySelector<HTMLElement>(wanted)?.focus();
  }, [form, error]);
}
