import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { chooseEntry } from './menus';

/** Open the menu of a connection, and choose an entry by the keyboard. */
export async function chooseAction(name: string, label: string): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: `More actions for ${name}` }));
  await chooseEntry(label);
}
