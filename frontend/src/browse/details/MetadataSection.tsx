import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Details } from '../../api';
import { useServices } from '../../app/services';
import { formatSize } from '../../common/messages/amounts';
import { formatDateTime } from '../../common/messages/format';
import { Section } from '../Section';

/** Metadata of all entities: identifiers, registrator, dates, archiving status. */
export function MetadataSection({ details }: { details: Details }): JSX.Element {
  const { trans } = useServices();
  const { dataSet } = details;
  const facts: [string, string | null | undefined][] = [
    [trans.__('permId'), details.permId],
    [trans.__('Identifier'), details.kind === 'dataSet' ? null : details.identifier],
    [trans.__('Registered by'), details.registrator],
    [trans.__('Registered'), time(details.registrationDate, trans)],
    [trans.__('Modified'), time(details.modificationDate, trans)],
    [trans.__('Kind'), dataSet?.kind],
    [trans.__('Size'), dataSet && dataSet.size !== null ? formatSize(dataSet.size, trans) : null],
    [trans.__('Archiving status'), dataSet?.status]
  ];
  return (
    <Section title={trans.__('About')} isOpen={false}>
      <dl className="jp-openbis-properties">
        {facts
          .filter(([, fact]) => fact)
          .map(([name, fact]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </React.Fragment>
          ))}
      </dl>
    </Section>
  );
}

function time(iso: string | null, trans: TranslationBundle): string | null {
  return iso && formatDateTime(iso, trans);
}
