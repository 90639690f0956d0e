import React from 'react';

import { useMenu } from './hooks/useMenu';
import { MenuEntry } from './menu';
import { ToolButton } from './ToolButton';

interface Props {
  /** Accessible name and tooltip. */
  label: string;
  /** SVG path of the icon. */
  icon: string;
  entries: ReadonlyArray<MenuEntry>;
}

/** An icon button that opens a menu below it. */
export function MenuButton({ label, icon, entries }: Props): JSX.Element {
  const { button, isOpen, open } = useMenu(entries);
  return (
    <ToolButton
      buttonRef={button}
      label={label}
      icon={icon}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={open}
    />
  );
}
