import React from 'react';

import { Field } from '../../common/fields/Field';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: string | null;
  errors?: string[];
  mandatory?: boolean;
  /** Element at its right. */
  beside?: React.ReactNode;
  /** More attributes of the input. */
  input?: Omit<React.ComponentProps<'input'>, 'value' | 'onChange'>;
}

/** A labelled line of text. */
export function TextField({ value, onChange, beside, input, ...field }: Props): JSX.Element {
  return (
    <Field {...field}>
      {links => (
        <div className="jp-openbis-row">
          <input
            type="text"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            className="jp-mod-styled"
            {...input}
            {...links}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
          {beside}
        </div>
      )}
    </Field>
  );
}
