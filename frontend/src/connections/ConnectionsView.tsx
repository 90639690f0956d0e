import React, { useRef, useState } from 'react';

import { ApiError, Connection } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { useModels } from '../common/models/model';
import { CardPane } from './cardPane';
import { ConnectionCard } from './ConnectionCard';
import { ConnectionForm } from './form/ConnectionForm';
import { WaitingForConnections } from './ConnectionPicker';
import { isConnected } from './ConnectionStatus';
import { connectionName, FormValues } from './form/formValues';

/** The Connections tab: select, add, edit, log in and out, mount, remove. */
export function ConnectionsView(): JSX.Element {
  const { connections } = useServices();
  useModels(connections);
  const { all, current, problem } = connections;
  if (all === null) {
    return <WaitingForConnections />;
  }
  return (
    <>
      <ErrorNote error={problem} />
      <ConnectionList all={all} current={current} />
    </>
  );
}

/** The open form; undefined: the default one. */
type OpenPane = CardPane | 'new' | null | undefined;

/** The list, with one form open at a time. */
function ConnectionList({ all, current }: { all: Connection[]; current: Connection | null }): JSX.Element {
  const { trans, connections, navigation } = useServices();
  const [pane, open] = useState<OpenPane>(all.length ? undefined : 'new');
  const addButton = useRef<HTMLButtonElement>(null);
  const openPane = pane === undefined ? login(current, navigation.isLoginRequested) : pane;

  const logInAfterAdding = async (values: FormValues) => {
    const { username, password } = values;
    const remember = values.remember && values.save;
    const name = connectionName(values);
    try {
      if (password) {
        await connections.runAction(api => api.logIn(name, username.trim() || undefined, password, remember));
        navigation.loggedIn(name);
      }
      open(undefined);
    } catch (thrown) {
      const attempt = { username, password, remember, error: ApiError.from(thrown) };
      open({ name, pane: 'login', focus: true, attempt });
    }
  };
  const onRemoved = () => {
    open(connections.all?.length ? undefined : 'new');
    addButton.current?.focus();
  };
  return (
    <>
      {all.length ? (
        <fieldset>
          <legend>{trans.__('Active connection')}</legend>
          <ul className="jp-openbis-connections">
            {all.map(connection => (
              <ConnectionCard
                key={connection.name}
                connection={connection}
                isCurrent={connection === current}
                opened={isOf(connection, openPane) ? openPane : null}
                onOpen={open}
                onRemoved={onRemoved}
              />
            ))}
          </ul>
        </fieldset>
      ) : (
        <p>{trans.__('Welcome! Add your openBIS server to use its data sets in your notebooks.')}</p>
      )}
      {openPane === 'new' ? (
        <ConnectionForm
          connection={null}
          focus={all.length > 0}
          onDone={logInAfterAdding}
          onCancel={all.length ? () => open(undefined) : undefined}
        />
      ) : (
        <button
          ref={addButton}
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => open('new')}
        >
          {trans.__('Add a connection')}
        </button>
      )}
    </>
  );
}

/** Return the login of the current connection, unless it is connected. */
function login(current: Connection | null, focus: boolean): CardPane | null {
  return current && !isConnected(current) ? { name: current.name, pane: 'login', focus } : null;
}

function isOf(connection: Connection, pane: OpenPane): pane is CardPane {
  return typeof pane === 'object' && pane?.name === connection.name;
}
