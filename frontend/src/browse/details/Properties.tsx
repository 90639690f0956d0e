import React, { useState } from 'react';

import { Property } from '../../api';
import { textsOf } from '../../upload/properties';
import { ExternalLink } from '../common/ExternalLink';
import { useServices } from '../services';
import { Section } from './Section';

/** Letters of a value that are shown at first. */
const MUCH = 600;

/** The properties of a thing. Its name is its title. */
export function Properties({ properties }: { properties: ReadonlyArray<Property> }): JSX.Element | null {
  const { trans } = useServices();
  const shown = properties.filter(({ code, value }) => code !== '$NAME' && textsOf(value).some(Boolean));
  if (!shown.length) {
    return null;
  }
  return (
    <Section title={trans.__('Properties')}>
      <dl className="jp-openbis-properties">
        {shown.map(property => (
          <React.Fragment key={property.code}>
            <dt title={property.code}>{property.label || property.code}</dt>
            <dd>
              <Values {...property} />
            </dd>
          </React.Fragment>
        ))}
      </dl>
    </Section>
  );
}

/** One value, or a list of several. */
function Values({ dataType, value }: Property): JSX.Element {
  const texts = textsOf(value);
  if (texts.length === 1) {
    return <Value dataType={dataType} value={texts[0]} />;
  }
  return (
    <ul>
      {texts.map((each, index) => (
        <li key={index}>
          <Value dataType={dataType} value={each} />
        </li>
      ))}
    </ul>
  );
}

/** Always text, whatever it looks like. */
function Value({ dataType, value }: { dataType: string; value: string }): JSX.Element {
  const { trans } = useServices();
  const [isWhole, showWhole] = useState(value.length <= MUCH);
  if (dataType === 'HYPERLINK') {
    return <ExternalLink url={value}>{value}</ExternalLink>;
  }
  return (
    <>
      {isWhole ? value : `${value.slice(0, MUCH)}… `}
      {!isWhole && (
        <button type="button" className="jp-openbis-link" onClick={() => showWhole(true)}>
          {trans.__('Show all')}
        </button>
      )}
    </>
  );
}
