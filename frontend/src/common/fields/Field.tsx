import React, { useId } from 'react';

import { useServices } from '../services';

/** What an input needs to be found by labels, descriptions and errors. */
export interface InputLinks {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
  'aria-required': boolean | undefined;
  /** Where no label is beside the input. */
  'aria-label'?: string;
}

interface Props {
  label: string;
  description?: string | null;
  mandatory?: boolean;
  /** What is wrong with the value. */
  errors?: string[];
  /** Draws the input. */
  children: (links: InputLinks) => React.ReactNode;
}

/** A labelled input with its description, its mark if it is mandatory, and its errors. */
export function Field({ label, description, mandatory, errors = [], children }: Props): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const described = [description && `${id}-description`, errors.length && `${id}-errors`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className="jp-openbis-field">
      <label htmlFor={id}>
        {label}
        {mandatory && <span title={trans.__('must be filled in')}> *</span>}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': errors.length > 0 || undefined,
        'aria-required': mandatory || undefined
      })}
      {description && (
        <small id={`${id}-description`} className="jp-openbis-description">
          {description}
        </small>
      )}
      <div id={`${id}-errors`} role={errors.length ? 'alert' : undefined} className="jp-openbis-field-errors">
        {errors.map(each => (
          <p key={each}>{each}</p>
        ))}
      </div>
    </div>
  );
}
