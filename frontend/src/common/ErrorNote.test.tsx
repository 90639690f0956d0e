import { screen } from '@testing-library/react';
import React from 'react';

import { fakeServices, renderWith } from '../testing/render';
import { ErrorText } from './ErrorNote';

const LONG = 'file.csv, '.repeat(25).trim();

function shown(reason: string): [string, string | null] {
  renderWith(fakeServices(), <ErrorText error={{ reason }} />);
  const details = screen.queryByText('Details')?.closest('details')?.querySelector('p')?.textContent ?? null;
  return [document.querySelector('p')!.textContent!.trim(), details];
}

test.each([
  ['all of a short message', 'Short. And one more: all of it.', ['Short. And one more: all of it.', null]],
  [
    'the first sentence, with its colon',
    `No answer at https://lab: refused. Use ${LONG}`,
    ['No answer at https://lab: refused.', `Use ${LONG}`]
  ],
  ['the beginning of a long sentence', `These exist: ${LONG}`, ['These exist:', LONG]],
  [
    'the beginning of a long first sentence',
    `These exist: ${LONG} twice. Remove them.`,
    ['These exist:', `${LONG} twice. Remove them.`]
  ]
])('%s is shown before the details', (_, reason, parts) => {
  expect(shown(reason)).toEqual(parts);
});
