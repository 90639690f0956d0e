import React, { useState } from 'react';

import { Property, textsOf } from '../../api';
import { useServices } from '../../app/services';
import { ExternalLink } from '../../common/ExternalLink';
import { readable } from '../../properties/readable';
import { Section } from '../Section';

/** Characters of a value that are shown at first. */
const MAX_SHOWN_LENGTH = 600;

/** The properties of an item. Its name is its title. */
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

/** A value as plain text, never as HTML; links are links. */
function Value({ dataType, value: stored }: { dataType: string | null; value: string }): JSX.Element {
  const { trans } = useServices();
  const value = readable(stored);
  const [isWhole, showWhole] = useState(value.length <= MAX_SHOWN_LENGTH);
  if (dataType === 'HYPERLINK') {
    return <ExternalLink url={value}>{value}</ExternalLink>;
  }
  return (
    <>
      {isWhole ? value : `${value.slice(0, MAX_SHOWN_LENGTH)}… `}
      {!isWhole && (
        <button type="button" className="jp-openbis-link" onClick={() => showWhole(true)}>
          {trans.__('Show all')}
        </button>
      )}
    </>
  );
}
