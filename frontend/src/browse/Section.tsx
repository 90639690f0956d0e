import React from 'react';

/** A collapsible section of the details. */
export function Section({
  title,
  note,
  isOpen = true,
  children
}: {
  title: string;
  note?: string | null;
  isOpen?: boolean;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <details open={isOpen} className="jp-openbis-part">
      <summary>
        <h4>{title}</h4> {note && <small>{note}</small>}
      </summary>
      {children}
    </details>
  );
}
