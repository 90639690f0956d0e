import React from 'react';

import { useServices } from '../../app/services';
import { Checkbox } from '../../common/fields/Checkbox';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { fieldLabel, FormValues, INPUT_FIELDS, InputField, maxLength } from './formValues';
import { TextField } from './TextField';

interface Props {
  values: FormValues;
  change: (changes: Partial<FormValues>) => void;
  errors: FieldErrors;
}

interface FieldProps extends Props {
  field: InputField;
}

/** Fields that the form draws itself, with texts of their own. */
const OWN_FIELDS: ReadonlyArray<string> = [
  'url',
  'name',
  'username',
  'ca_bundle',
  'certificate_fingerprints',
  'verify_certificates',
  'http_only'
];

const OTHERS: ReadonlyArray<InputField> = INPUT_FIELDS.filter(({ name }) => !OWN_FIELDS.includes(name));

/** All other fields of the server's table, under the labels that it gives them. */
export function OtherFields(props: Props): JSX.Element {
  return (
    <>
      {OTHERS.map(field => (
        <OtherField key={field.name} field={field} {...props} />
      ))}
    </>
  );
}

/** A field of the table, by its type. */
export function OtherField({ field: { name, type }, values, change, errors }: FieldProps): JSX.Element {
  const { trans } = useServices();
  const label = fieldLabel(name, trans);
  const value = values[name];
  const onChange = (entered: boolean | string) => change({ [name]: entered });
  return type === 'flag' ? (
    <Checkbox label={label} checked={value === true} onChange={onChange} />
  ) : (
    <TextField
      label={label}
      value={String(value)}
      onChange={onChange}
      errors={errors.of(name)}
      input={{ maxLength: maxLength(name) }}
    />
  );
}
