import React, { ReactNode, useId } from 'react';

export interface Choice<T extends string> {
  value: T;
  label: string;
  description: string;
}

interface Props<T extends string> {
  legend: string;
  choices: ReadonlyArray<Choice<T>>;
  value: T;
  isDisabled?: (value: T) => boolean;
  onChange: (value: T) => void;
  /** Shown below the choices. */
  children?: ReactNode;
}

/** One of few values, each with a description. */
export function RadioChoice<T extends string>(props: Props<T>): JSX.Element {
  const { legend, choices, value, isDisabled, onChange, children } = props;
  const id = useId();
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map(each => (
        <div key={each.value} className="jp-openbis-check">
          <input
            id={`${id}-${each.value}`}
            type="radio"
            name={id}
            aria-describedby={`${id}-${each.value}-description`}
            checked={each.value === value}
            disabled={isDisabled?.(each.value)}
            onChange={() => onChange(each.value)}
          />
          <div>
            <label htmlFor={`${id}-${each.value}`}>{each.label}</label>
            <div id={`${id}-${each.value}-description`} className="jp-openbis-description">
              {each.description}
            </div>
          </div>
        </div>
      ))}
      {children}
    </fieldset>
  );
}
