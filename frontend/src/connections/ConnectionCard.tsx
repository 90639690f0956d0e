import React, { useId, useRef } from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote, ErrorText } from '../common/ErrorNote';
import { Action, useAction } from '../common/hooks/useAction';
import { CardButtons } from './CardButtons';
import { CardPane, Pane } from './cardPane';
import { ConnectionCertificate } from './form/Certificate';
import { ConnectionForm } from './form/ConnectionForm';
import { ConnectionStatus } from './ConnectionStatus';
import { ForgetConfirmation } from './ForgetConfirmation';
import { LoginForm } from './LoginForm';
import { RememberedNotes, RememberedUntil } from './RememberedLogin';
import { RemoveConfirmation } from './RemoveConfirmation';

interface Props {
  connection: Connection;
  isCurrent: boolean;
  opened: CardPane | null;
  /** Open a form; null: none, undefined: the default one. */
  onOpen: (opened: CardPane | null | undefined) => void;
  onRemoved: () => void;
}

/** One connection in the list. */
export function ConnectionCard({ connection, isCurrent, opened, onOpen, onRemoved }: Props): JSX.Element {
  const { connections } = useServices();
  const action = useAction();
  const id = useId();
  const radio = useRef<HTMLInputElement>(null);
  const { name } = connection;
  const problem = connections.problemOf(connection) ?? connection.problem;
  const open = (pane: Pane) => onOpen({ name, pane, focus: true });
  const close = (pane: null | undefined) => {
    onOpen(pane);
    radio.current?.focus();
  };
  return (
    <li className="jp-openbis-connection" data-current={isCurrent || undefined}>
      <div className="jp-openbis-connection-head">
        <label title={name}>
          <input
            ref={radio}
            type="radio"
            name="jp-openbis-connection"
            checked={isCurrent}
            aria-describedby={id}
            onChange={() => {
              connections.choose(name);
              onOpen(undefined);
            }}
          />
          <strong>{name}</strong>
        </label>
        <ConnectionStatus connection={connection} />
      </div>
      <Facts id={id} connection={connection} />
      <RememberedUntil connection={connection} forget={() => open('forget')} />
      {opened?.pane !== 'login' && problem && (
        <div className="jp-openbis-error">
          <ErrorText error={{ reason: problem }} />
          <ConnectionCertificate connection={connection} error={connections.unreachableBy(connection)} />
        </div>
      )}
      <NewHostKey name={name} />
      <RememberedNotes connection={connection} renew={() => open('renew')} />
      <CardButtons connection={connection} action={action} pane={opened?.pane} open={open} describedBy={id} />
      <ActionProblem connection={connection} action={action} onLogin={() => open('mount')} />
      {opened && (
        <PaneContent
          opened={opened}
          connection={connection}
          open={open}
          close={close}
          onRemoved={onRemoved}
        />
      )}
    </li>
  );
}

function PaneContent({
  opened,
  connection,
  open,
  close,
  onRemoved
}: {
  opened: CardPane;
  connection: Connection;
  open: (pane: Pane) => void;
  close: (wish: null | undefined) => void;
  onRemoved: () => void;
}): JSX.Element {
  const { connections, navigation } = useServices();
  const cancel = () => close(null);
  const done = (pane: Pane) => {
    close(undefined);
    if (pane === 'login' && connections.current?.name === connection.name) {
      navigation.loggedIn(connection.name);
    } else {
      navigation.resume();
    }
  };
  switch (opened.pane) {
    case 'edit':
      return <ConnectionForm connection={connection} onDone={() => close(undefined)} onCancel={cancel} />;
    case 'remove':
      return <RemoveConfirmation connection={connection} onRemoved={onRemoved} onCancel={cancel} />;
    case 'forget':
      return <ForgetConfirmation connection={connection} onDone={() => close(undefined)} onCancel={cancel} />;
    default:
      return (
        <LoginForm
          key={opened.pane}
          connection={connection}
          purpose={opened.pane}
          attempt={opened.attempt}
          focus={opened.focus}
          onDone={() => done(opened.pane)}
          onCancel={cancel}
          onEdit={() => open('edit')}
        />
      );
  }
}

function Facts({ id, connection }: { id: string; connection: Connection }): JSX.Element {
  const { trans } = useServices();
  const { url, username, mountpoint, saved } = connection;
  return (
    <div id={id} className="jp-openbis-connection-facts">
      <div className="jp-openbis-ellipsis" title={url}>
        {url}
      </div>
      {username && <div>{trans.__('as %1', username)}</div>}
      {mountpoint && (
        <div className="jp-openbis-ellipsis" title={mountpoint}>
          {trans.__('mounted at %1', mountpoint)}
        </div>
      )}
      {!saved && <div>{trans.__('not saved')}</div>}
    </div>
  );
}

function NewHostKey({ name }: { name: string }): JSX.Element {
  const { trans, connections } = useServices();
  const key = connections.newHostKeys.get(name);
  return (
    <div role="status">
      {key && (
        <div className="jp-openbis-note">
          {trans.__(
            'The data store has shown a new SSH key, which is known from now on: %1. Compare it with the one that your openBIS administrators give you.',
            key
          )}
        </div>
      )}
    </div>
  );
}

/** The error of an action on the card, with the next step. */
function ActionProblem({
  connection,
  action,
  onLogin
}: {
  connection: Connection;
  action: Action;
  onLogin: () => void;
}): JSX.Element {
  const { trans, connections } = useServices();
  const { error, run } = action;
  const unmount = () => run(() => connections.runAction(api => api.unmount(connection.name, true)));
  return (
    <ErrorNote error={error}>
      {error?.code === 'unmount-failed' && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => void unmount()}>
          {trans.__('Unmount anyway')}
        </button>
      )}
      {error?.needsLogin && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onLogin}>
          {trans.__('Enter the password')}
        </button>
      )}
    </ErrorNote>
  );
}
