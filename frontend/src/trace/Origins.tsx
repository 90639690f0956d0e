import React, { useState } from 'react';

import { useServices } from '../app/services';
import { EntityLink } from '../browse/entities/EntityLink';
import { titleOf } from '../browse/entities/entityItem';
import { useLoaded } from '../common/hooks/useLoaded';
import { Problem } from '../common/Problem';

interface Props {
  connection: string;
  /** Of a data set. */
  permId: string;
  /** The data sets between it and the one of the notebook: a cycle would be drawn without end. */
  above?: ReadonlyArray<string>;
}

/** The data sets that a data set was derived from; loaded when it is opened. */
export function Origins({ connection, permId, above = [] }: Props): JSX.Element {
  const { trans } = useServices();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="jp-openbis-origins" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{trans.__('Derived from')}</summary>
      {isOpen && <Parents {...{ connection, permId, above }} />}
    </details>
  );
}

function Parents({ connection, permId, above = [] }: Props): JSX.Element {
  const { trans, api } = useServices();
  const { value, error, retry } = useLoaded(JSON.stringify([connection, permId]), signal =>
    api.browsing.details(connection, { kind: 'dataSet', permId }, signal)
  );
  if (!value) {
    return error ? <Problem error={error} retry={retry} /> : <p role="status">{trans.__('Loading…')}</p>;
  }
  const path = [...above, permId];
  return value.parents.length ? (
    <ul>
      {value.parents.map(each => (
        <li key={each.permId}>
          <EntityLink
            entity={each}
            title={titleOf({ name: each.$NAME, identifier: null, permId: each.permId })}
            note={each.type}
          />
          {!path.includes(each.permId) && <Origins {...{ connection, permId: each.permId, above: path }} />}
        </li>
      ))}
    </ul>
  ) : (
    <p>{trans.__('No parents in openBIS')}</p>
  );
}
