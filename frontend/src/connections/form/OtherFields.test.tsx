import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { FieldErrors } from '../../common/fields/fieldErrors';
import { fakeServices, renderWith } from '../../testing/render';
import { FormValues, INPUT_FIELDS, InputField, toFormValues } from './formValues';
import { OtherField } from './OtherFields';

/** Render a field of a type; returns the list of its changes. */
function drawn(type: string): Partial<FormValues>[] {
  const changes: Partial<FormValues>[] = [];
  const field = { ...INPUT_FIELDS.find(({ name }) => name === 'username'), type };
  renderWith(
    fakeServices(),
    <OtherField
      field={field as InputField}
      values={toFormValues(null)}
      change={each => changes.push(each)}
      errors={new FieldErrors(null, [])}
    />
  );
  return changes;
}

test('a text of the table is an input under its label', async () => {
  const changes = drawn('text');
  await userEvent.type(screen.getByRole('textbox', { name: 'User' }), 'a');
  expect(changes).toEqual([{ username: 'a' }]);
});

test('a flag of the table is a checkbox', async () => {
  const changes = drawn('flag');
  await userEvent.click(screen.getByRole('checkbox', { name: 'User' }));
  expect(changes).toEqual([{ username: true }]);
});
