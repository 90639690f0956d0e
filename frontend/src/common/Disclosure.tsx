import React from 'react';

interface Props {
  title: React.ReactNode;
  /** Small text behind the title. */
  note?: string | null;
  /** Icon before the title. */
  icon?: React.ReactNode;
  isOpen: boolean;
  onToggle?: (isOpen: boolean) => void;
  className?: string;
  children: React.ReactNode;
}

/** A collapsible part, opened by its title. Its caret is that of the tree; style/shared.css has it for all `details`. */
export function Disclosure({ title, note, icon, isOpen, onToggle, className, children }: Props): JSX.Element {
  return (
    <details
      open={isOpen}
      className={className}
      onToggle={event => event.currentTarget.open !== isOpen && onToggle?.(event.currentTarget.open)}
    >
      <summary>
        {icon}
        <span className="jp-openbis-ellipsis">{title}</span>
        {note && <small>{note}</small>}
      </summary>
      {children}
    </details>
  );
}
