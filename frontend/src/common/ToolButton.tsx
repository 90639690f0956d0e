import React from 'react';

import { Icon, Tone } from './Icon';

interface Props extends Omit<React.ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'className' | 'title'> {
  /** Accessible name and tooltip. */
  label: string;
  /** SVG path of the icon. */
  icon: string;
  tone?: Tone;
  buttonRef?: React.Ref<HTMLButtonElement>;
  /** Whether something that it opens is in use; it is coloured then. */
  'data-is-set'?: boolean;
}

/** An icon button, as in JupyterLab's toolbars. */
export function ToolButton({ label, icon, tone, buttonRef, ...attributes }: Props): JSX.Element {
  return (
    <button
      ref={buttonRef}
      type="button"
      className="jp-openbis-tool"
      title={label}
      aria-label={label}
      {...attributes}
    >
      <Icon path={icon} tone={tone} />
    </button>
  );
}
