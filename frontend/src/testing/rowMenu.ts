import { act, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { RowAction } from '../browse/menu/rowTarget';
import { FakeServices } from './render';

/** Open the menu of a row by its button, and return its entries. JupyterLab, which would show them, is not there. */
export async function menuOf(services: FakeServices, row: HTMLElement): Promise<ReadonlyArray<RowAction>> {
  await userEvent.click(within(row).getByRole('button', { name: 'Actions' }));
  const { target } = services.rowMenu;
  return target ? services.rowActions.all.filter(each => each.isVisible(target)) : [];
}

/** Choose an entry of the menu of a row. */
export async function chooseInMenu(services: FakeServices, row: HTMLElement, label: string): Promise<void> {
  const entries = await menuOf(services, row);
  const { target } = services.rowMenu;
  const entry = entries.find(each => each.label(target) === label);
  if (!entry || !target) {
    throw new Error(`There is no entry ${label}, but ${entries.map(each => each.label(target)).join(', ')}.`);
  }
  await act(() => services.rowActions.run(entry, target));
}
