import React, { useId } from 'react';

interface Props {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  description?: string | null;
  disabled?: boolean;
}

/** A box to tick, with its label beside it. */
export function Checkbox({ label, checked, onChange, description, disabled }: Props): JSX.Element {
  const id = useId();
  return (
    <div className="jp-openbis-check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={description ? `${id}-description` : undefined}
        onChange={event => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {description && (
          <div id={`${id}-description`} className="jp-openbis-description">
            {description}
          </div>
        )}
      </div>
    </div>
  );
}
