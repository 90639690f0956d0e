import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';

import { fakeServices, renderWith } from '../../testing/render';
import { Combobox } from './Combobox';
import { Field } from './Field';

const OPTIONS = [
  { value: 'RAW_DATA', label: 'Raw data', description: 'As the instrument wrote it' },
  { value: 'ANALYZED_DATA', label: 'Analyzed data' },
  { value: 'ATTACHMENT', label: 'Attachment' }
];

function Chooser(): JSX.Element {
  const [value, setValue] = useState('');
  return (
    <>
      <Field label="Type">
        {links => <Combobox options={OPTIONS} value={value} onChange={setValue} links={links} />}
      </Field>
      <output>{value}</output>
    </>
  );
}

describe('Combobox', () => {
  beforeEach(() => {
    renderWith(fakeServices(), <Chooser />);
  });

  const names = () => screen.getAllByRole('option').map(option => option.textContent);

  it('offers everything when it is opened', async () => {
    await userEvent.click(screen.getByRole('combobox', { name: 'Type' }));
    expect(names()).toEqual(['Raw dataAs the instrument wrote it', 'Analyzed data', 'Attachment']);
  });

  it('finds by words of label, value and description, in any order', async () => {
    await userEvent.type(screen.getByRole('combobox'), 'instrument raw');
    expect(names()).toEqual(['Raw dataAs the instrument wrote it']);
  });

  it('chooses with the keyboard alone', async () => {
    await userEvent.tab();
    await userEvent.keyboard('data{ArrowDown}{Enter}');
    expect(screen.getByRole('status')).toHaveTextContent('ANALYZED_DATA');
    expect(screen.queryAllByRole('option')).toEqual([]);
  });

  it('keeps what was chosen when it is left with Escape', async () => {
    await userEvent.click(screen.getByRole('combobox'));
    await userEvent.click(screen.getByText('Attachment'));
    await userEvent.type(screen.getByRole('combobox'), 'raw{Escape}');
    expect(screen.getByRole('status')).toHaveTextContent('ATTACHMENT');
    expect(screen.getByRole('combobox')).toHaveValue('Attachment');
  });
});
