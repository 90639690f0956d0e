import { act, fireEvent, screen } from '@testing-library/react';

const DOWN = 40;
const ENTER = 13;

/** Choose an entry of the open menu by the keyboard: Lumino finds entries under the mouse by their position only. */
export async function chooseEntry(label: string): Promise<void> {
  const entries = screen.getAllByRole('menuitem');
  const index = entries.findIndex(each => each.textContent?.includes(label));
  const menu = entries[index].closest('.lm-Menu')!;
  await act(async () => {
    entries.slice(0, index + 1).forEach(() => fireEvent.keyDown(menu, { keyCode: DOWN }));
    fireEvent.keyDown(menu, { keyCode: ENTER });
  });
}
