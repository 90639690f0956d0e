import React, { useId } from 'react';

import { useCommonServices } from '../services';
import { FieldProblems } from './FieldProblems';

/** Attributes that link an input to its label, description and errors. */
export interface InputLinks {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
  'aria-required': boolean | undefined;
  /** For inputs without a visible label. */
  'aria-label'?: string;
}

interface Props {
  label: string;
  description?: string | null;
  mandatory?: boolean;
  /** Problems of the value. */
  errors?: string[];
  /** Draws the input. */
  children: (links: InputLinks) => React.ReactNode;
}

/** A labelled input with its description, its mark if it is mandatory, and its errors. */
export function Field({ label, description, mandatory, errors = [], children }: Props): JSX.Element {
  const { trans } = useCommonServices();
  const id = useId();
  const described = [description && `${id}-description`, errors.length && `${id}-errors`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className="jp-openbis-field">
      <label htmlFor={id}>
        {label}
        {mandatory && <span title={trans.__('Required')}> *</span>}
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
      <FieldProblems id={`${id}-errors`} errors={errors} />
    </div>
  );
}
