import { RefObject, useRef, useState } from 'react';

import { MenuEntry, openMenu } from '../menu';

/** A menu below a button. The focus returns to the button when the menu closes. */
export function useMenu(entries: ReadonlyArray<MenuEntry>): {
  button: RefObject<HTMLButtonElement>;
  isOpen: boolean;
  open: () => void;
} {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    const { left, bottom } = button.current!.getBoundingClientRect();
    setOpen(true);
    openMenu(entries, { x: left, y: bottom }, () => {
      setOpen(false);
      button.current?.focus();
    });
  };
  return { button, isOpen, open };
}
