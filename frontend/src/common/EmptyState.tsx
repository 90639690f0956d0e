import React from 'react';

import { Icon } from './Icon';

interface Props {
  /** SVG path of the icon. */
  icon: string;
  /** One line; announced by screen readers when it appears. */
  text: string;
  /** What to do about it. */
  action?: { label: string; act: () => void };
}

/** Shown where there is nothing to show: an icon, one line, and one button. */
export function EmptyState({ icon, text, action }: Props): JSX.Element {
  return (
    <div className="jp-openbis-empty">
      <Icon path={icon} />
      <p role="status">{text}</p>
      {action && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          onClick={() => action.act()}
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
