import React from 'react';

import { useServices } from '../../app/services';

const PAIRS_IN_LINE = 8;

/** A fingerprint in lines of eight pairs of digits, which can be compared by eye. */
export function Fingerprint({ value }: { value: string }): JSX.Element {
  const pairs = value.split(':');
  const starts = [...pairs.keys()].filter(index => index % PAIRS_IN_LINE === 0);
  return (
    <code className="jp-openbis-fingerprint" dir="ltr">
      {starts.map(start => (
        <span key={start}>{pairs.slice(start, start + PAIRS_IN_LINE).join(':')}</span>
      ))}
    </code>
  );
}

interface Props {
  label: string;
  values: ReadonlyArray<string>;
  onChange: (values: string[]) => void;
}

/** The certificates that a connection trusts; each can be removed. */
export function TrustedCertificates({ label, values, onChange }: Props): JSX.Element | null {
  const { trans } = useServices();
  if (!values.length) {
    return null;
  }
  return (
    <fieldset className="jp-openbis-trusted">
      <legend>{label}</legend>
      <p>{trans.__('Only servers with these certificates get your password and your data.')}</p>
      <ul>
        {values.map(each => (
          <li key={each}>
            <Fingerprint value={each} />
            <button
              type="button"
              className="jp-openbis-button jp-mod-styled"
              aria-label={trans.__('Remove %1', each)}
              onClick={() => onChange(values.filter(other => other !== each))}
            >
              {trans.__('Remove')}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
