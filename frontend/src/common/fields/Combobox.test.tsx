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

  it('shows all options when it is opened', async () => {
    await userEvent.click(screen.getByRole('combobox', { name: 'Type' }));
    expect(names()).toEqual(['Raw dataAs the instrument wrote it', 'Analyzed data', 'Attachment']);
  });

  it('filters by words of label, value and description, in any order', async () => {
    await userEvent.type(screen.getByRole('combobox'), 'instrument raw');
    expect(names()).toEqual(['Raw dataAs the instrument wrote it']);
  });

  it('can be used by keyboard alone', async () => {
    await userEvent.tab();
    await userEvent.keyboard('data{ArrowDown}{Enter}');
    expect(document.querySelector('output')).toHaveTextContent('ANALYZED_DATA');
    expect(screen.queryAllByRole('option')).toEqual([]);
  });

  it('keeps the selection on Escape', async () => {
    await userEvent.click(screen.getByRole('combobox'));
    await userEvent.click(screen.getByText('Attachment'));
    await userEvent.type(screen.getByRole('combobox'), 'raw{Escape}');
    expect(document.querySelector('output')).toHaveTextContent('ATTACHMENT');
    expect(screen.getByRole('combobox')).toHaveValue('Attachment');
  });

  it('reports that nothing matches, and keeps the text on blur', async () => {
    const input = screen.getByRole('combobox');
    await userEvent.type(input, 'nonsense');
    expect(screen.getByText('Nothing in the list matches.')).toBeVisible();
    await userEvent.tab();
    expect(input).toHaveValue('nonsense');
    expect(input).toBeInvalid();
    expect(input).toHaveAccessibleDescription('Nothing in the list matches.');
    await userEvent.click(input);
    await userEvent.keyboard('{Escape}');
    expect(input).toHaveValue('');
    expect(input).not.toBeInvalid();
  });

  it('shows the selected option while other text is entered', async () => {
    await userEvent.click(screen.getByRole('combobox'));
    await userEvent.click(screen.getByText('Attachment'));
    await userEvent.type(screen.getByRole('combobox'), 'data');
    await userEvent.tab();
    expect(screen.getByText('Choose one from the list. Still selected: Attachment')).toBeVisible();
    expect(screen.getByText('ATTACHMENT')).toBeVisible();
  });

  it.each(['analyzed_data', 'Analyzed data', 'instrument'])(
    'takes what names one of the list when it is left: %s',
    async typed => {
      await userEvent.type(screen.getByRole('combobox'), typed);
      await userEvent.tab();
      expect(screen.getByRole('combobox')).toHaveValue(typed === 'instrument' ? 'Raw data' : 'Analyzed data');
    }
  );
});

describe('Combobox whose options are being loaded', () => {
  function LateChooser(): JSX.Element {
    const [value, setValue] = useState('');
    const [isLoading, setLoading] = useState(true);
    return (
      <>
        <Field label="Type">
          {links => (
            <Combobox
              options={isLoading ? [] : OPTIONS}
              value={value}
              onChange={setValue}
              links={links}
              isLoading={isLoading}
            />
          )}
        </Field>
        <output onMouseEnter={() => setLoading(false)}>{`Chosen: ${value}`}</output>
      </>
    );
  }

  beforeEach(() => {
    renderWith(fakeServices(), <LateChooser />);
  });

  const arrive = async () => userEvent.hover(screen.getByText(/^Chosen:/));

  it('selects by Enter as soon as they are there', async () => {
    await userEvent.type(screen.getByRole('combobox'), 'instrument{Enter}');
    expect(screen.getByText('Loading…')).toBeInTheDocument();
    await arrive();
    expect(screen.getByText('Chosen: RAW_DATA')).toBeInTheDocument();
  });

  it('selects nothing that was not asked for', async () => {
    await userEvent.type(screen.getByRole('combobox'), 'instrument{Enter}{Escape}');
    await arrive();
    expect(screen.getByText('Chosen:')).toBeInTheDocument();
  });
});
