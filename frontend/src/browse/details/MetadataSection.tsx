import React from 'react';

import { Details } from '../../api';
import { size } from '../common/amounts';
import { useServices } from '../services';
import { Section } from './Section';

/** What openBIS keeps of everything: names, people, days, and the state of the files. */
export function About({ details }: { details: Details }): JSX.Element {
  const { trans } = useServices();
  const { dataSet } = details;
  const facts: [string, string | null | undefined][] = [
    [trans.__('permId'), details.permId],
    [trans.__('Identifier'), details.kind === 'dataSet' ? null : details.identifier],
    [trans.__('Registered by'), details.registrator],
    [trans.__('Registered'), time(details.registrationDate)],
    [trans.__('Modified'), time(details.modificationDate)],
    [trans.__('Kind'), dataSet?.kind],
    [trans.__('Size'), dataSet && dataSet.size !== null ? size(dataSet.size) : null],
    [trans.__('Archiving status'), dataSet?.status]
  ];
  return (
    <Section title={trans.__('About')}>
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

function time(iso: string | null): string | null {
  return iso && new Date(iso).toLocaleString();
}
