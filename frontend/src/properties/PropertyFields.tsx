import React from 'react';

import { Assignment, DataSetType, PropertyValue, textsOf } from '../api';
import { useServices } from '../app/services';
import { FieldErrors } from '../common/fields/fieldErrors';
import { sectionsOf } from './properties';
import { PropertyInput } from './PropertyInput';
import { SeveralValues } from './SeveralValues';

interface Props {
  type: DataSetType;
  /** Codes of properties that have another field. */
  hidden?: ReadonlyArray<string>;
  values: Readonly<Record<string, PropertyValue>>;
  onChange: (values: Record<string, PropertyValue>) => void;
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
            <PropertyField
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

interface FieldProps {
  assignment: Assignment;
  value: PropertyValue;
  onChange: (value: PropertyValue) => void;
  errors: string[];
}

function PropertyField({ value, ...props }: FieldProps): JSX.Element {
  const texts = textsOf(value);
  return props.assignment.multiValue ? (
    <SeveralValues {...props} values={texts} />
  ) : (
    <PropertyInput {...props} value={texts[0] ?? ''} />
  );
}
