import React, { useEffect, useRef } from 'react';

import { ApiError, ChangedField, EntityType } from '../api';
import { useServices } from '../app/services';
import { ErrorNote } from '../common/ErrorNote';
import { Action } from '../common/hooks/useAction';
import { formatDateTime } from '../common/messages/format';
import { labelOf } from '../properties/PropertyInput';

interface Props {
  error: ApiError;
  type: EntityType;
  /** Loads the current state; what was entered stays. */
  reloading: Action;
  reload: () => Promise<void>;
}

/** That another user has changed the entity meanwhile: what is different now, and the way to go on. */
export function Conflict({ error, type, reloading, reload }: Props): JSX.Element {
  const { trans } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const { modifier, modificationDate } = error.details;
  const who = typeof modifier === 'string' && modifier ? modifier : trans.__('another user');
  const when = typeof modificationDate === 'string' ? formatDateTime(modificationDate, trans) : '';
  const label = (field: string) => labelOfField(field, type) ?? trans.__('Parents');
  return (
    <div role="alert" className="jp-openbis-error">
      <p>
        {when
          ? trans.__('%1 has changed this at %2. Nothing was saved.', who, when)
          : trans.__('%1 has changed this meanwhile. Nothing was saved.', who)}
      </p>
      <ul>
        {changesIn(error).map(({ field, seen, present }) => (
          <li key={field}>
            {label(field)}: {seen ?? trans.__('(not set)')} → {present ?? trans.__('(not set)')}
          </li>
        ))}
      </ul>
      <ErrorNote error={reloading.error} />
      <button
        ref={button}
        type="button"
        className="jp-openbis-button jp-mod-styled"
        disabled={reloading.isBusy}
        onClick={() => void reloading.run(reload)}
      >
        {trans.__('Reload, keep my changes')}
      </button>
    </div>
  );
}

/** Return the label of a property; null for parents. */
function labelOfField(field: string, type: EntityType): string | null {
  const code = /^prop\.(.*)$/i.exec(field)?.[1];
  const assignment = type.propertyAssignments.find(each => each.code === code);
  return code === undefined ? null : assignment ? labelOf(assignment) : code;
}

function changesIn({ details }: ApiError): ChangedField[] {
  return Array.isArray(details.changes) ? (details.changes as ChangedField[]) : [];
}
