import React, { useRef, useState } from 'react';

import { ApiError, Connection } from '../../api';
import { useModels } from '../../state/model';
import { ErrorNote } from '../common/ErrorNote';
import { useServices } from '../services';
import { ConnectionCard, Opened } from './ConnectionCard';
import { ConnectionForm } from './ConnectionForm';
import { WaitingForConnections } from './ConnectionPicker';
import { isConnected } from './ConnectionStatus';
import { nameOf, Typed } from './entry';

/** All connections: choose, add, edit, log in and out, mount, remove. */
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

/** What is open below the list or in it; undefined: what suits. */
type Wish = Opened | 'new' | null | undefined;

/** The list, with one form open at a time. */
function ConnectionList({ all, current }: { all: Connection[]; current: Connection | null }): JSX.Element {
  const { trans, connections, navigation } = useServices();
  const [wish, open] = useState<Wish>(all.length ? undefined : 'new');
  const addButton = useRef<HTMLButtonElement>(null);
  const shown = wish === undefined ? login(current, navigation.isLoginWanted) : wish;

  const logInAfterAdding = async (typed: Typed) => {
    const { username, password } = typed;
    const name = nameOf(typed);
    try {
      if (password) {
        await connections.act(api => api.logIn(name, username.trim() || undefined, password));
        navigation.loggedIn(name);
      }
      open(undefined);
    } catch (thrown) {
      const attempt = { username, password, error: ApiError.from(thrown) };
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
          <legend>{trans.__('Connection to work with')}</legend>
          <ul className="jp-openbis-connections">
            {all.map(connection => (
              <ConnectionCard
                key={connection.name}
                connection={connection}
                isCurrent={connection === current}
                opened={isOf(connection, shown) ? shown : null}
                onOpen={open}
                onRemoved={onRemoved}
              />
            ))}
          </ul>
        </fieldset>
      ) : (
        <p>{trans.__('Welcome! Say where your openBIS is, and its data sets come into your notebooks.')}</p>
      )}
      {shown === 'new' ? (
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

/** The login of the connection that the user works with, unless it is connected. */
function login(current: Connection | null, focus: boolean): Opened | null {
  return current && !isConnected(current) ? { name: current.name, pane: 'login', focus } : null;
}

function isOf(connection: Connection, wish: Wish): wish is Opened {
  return typeof wish === 'object' && wish?.name === connection.name;
}
