import React from 'react';

import { DataSetType } from '../../api';
import { FieldErrors } from '../../upload/fieldErrors';
import { sectionsOf } from '../../upload/properties';
import { useServices } from '../services';
import { PropertyInput } from './PropertyInput';

interface Props {
  type: DataSetType;
  /** Codes of properties that are asked for elsewhere. */
  hidden?: ReadonlyArray<string>;
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
  errors: FieldErrors;
}

/** The properties of a type, in openBIS's order and sections. */
export function PropertyFields({ type, hidden, values, onChange, errors }: Props): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      {sectionsOf(type.propertyAssignments, hidden).map(({ title, assignments }) => (
        <fieldset key={title ?? ''} className="jp-openbis-section">
          <legend>{title ?? trans.__('Properties')}</legend>
          {assignments.map(assignment => (
            <PropertyInput
              key={assignment.code}
              assignment={assignment}
              value={values[assignment.code] ?? ''}
              onChange={value => onChange({ ...values, [assignment.code]: value })}
              errors={errors.of(`prop.${assignment.code}`)}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}
