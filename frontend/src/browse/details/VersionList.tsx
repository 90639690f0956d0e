import React from 'react';

import { Details, NOTEBOOK_PROPERTIES, textsOf, Version } from '../../api';
import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { formatDateTime } from '../../common/messages/format';
import { Problem } from '../../common/Problem';
import { EntityLink } from '../entities/EntityLink';
import { Section } from '../Section';

interface Props {
  versions: ReadonlyArray<Version>;
  /** PermId of the version that is shown, which has no link. */
  current?: string;
}

/** The versions of a published notebook, with links to their details. */
export function VersionList({ versions, current }: Props): JSX.Element {
  const { trans } = useServices();
  return (
    <ul aria-label={trans.__('Versions')} className="jp-openbis-versions">
      {versions.map(({ permId, name, registered, registrator, notes }) => {
        const facts = [registered && formatDateTime(registered, trans), registrator, permId];
        const note = facts.filter(Boolean).join(' · ');
        return (
          <li key={permId} aria-current={permId === current || undefined}>
            {permId === current ? (
              <>
                <strong>{trans.__('%1 (shown here)', name ?? permId)}</strong> <small>{note}</small>
              </>
            ) : (
              <EntityLink entity={{ kind: 'dataSet', permId }} title={name ?? permId} note={note} />
            )}
            {notes && (
              <small className="jp-openbis-ellipsis" title={notes}>
                {notes}
              </small>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The other versions of a published notebook, in the details of one of them; nothing for other data sets. */
export function VersionsSection({
  connection,
  details
}: {
  connection: string;
  details: Details;
}): JSX.Element | null {
  const { trans, api } = useServices();
  const { kind, permId, properties } = details;
  const stored = properties.find(each => each.code === NOTEBOOK_PROPERTIES.historyId);
  const historyId = kind === 'dataSet' && stored ? textsOf(stored.value)[0] : '';
  const found = useLoaded(historyId ? JSON.stringify([connection, historyId]) : null, signal =>
    api.notebook.versions(connection, historyId, signal)
  );
  const versions = found.value?.versions ?? [];
  if (!historyId || (!found.error && versions.length < 2)) {
    return null;
  }
  return (
    <Section title={trans.__('Versions')} note={versions.length ? String(found.value?.totalCount) : null}>
      <Problem error={found.error} retry={found.retry} />
      <VersionList versions={versions} current={permId} />
    </Section>
  );
}
