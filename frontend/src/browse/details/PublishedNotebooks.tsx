import React from 'react';

import { Details } from '../../api';
import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { publicationTime } from '../../notebook/provenance';
import { OpenNotebookButton } from '../../opening/OpenNotebookButton';
import { Section } from '../Section';

/** The notebooks that were published in the files of a sample or experiment itself, the newest first. */
export function PublishedNotebooks({
  connection,
  details
}: {
  connection: string;
  details: Details;
}): JSX.Element | null {
  const { trans, api } = useServices();
  const { permId, dataSet, hasAfsFiles } = details;
  const key = !dataSet && hasAfsFiles ? JSON.stringify([connection, permId]) : null;
  const found = useLoaded(key, signal => api.browsing.allFiles(connection, permId, '', signal));
  const folders = (found.value ?? [])
    .filter(each => each.isFolder && publicationTime(each.name) > 0)
    .sort((a, b) => publicationTime(b.name) - publicationTime(a.name));
  // Without an answer, the list of files beside it shows the error.
  return folders.length ? (
    <Section title={trans.__('Published notebooks')}>
      <ul aria-label={trans.__('Published notebooks')} className="jp-openbis-versions">
        {folders.map(({ name }) => (
          <li key={name}>
            {name} <OpenNotebookButton target={{ connection, permId, publication: name, name }} />
          </li>
        ))}
      </ul>
    </Section>
  ) : null;
}
