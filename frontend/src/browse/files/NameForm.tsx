import React, { useEffect, useRef, useState } from 'react';

import { useServices } from '../../app/services';
import { Field } from '../../common/fields/Field';
import { Action } from '../../common/hooks/useAction';
import { Problem } from '../../common/Problem';

interface Props {
  label: string;
  /** The current name; empty for a new one. */
  name: string;
  /** On the button that sends. */
  verb: string;
  action: Action;
  onSubmit: (name: string) => void;
  onCancel: () => void;
}

/** A field for the name of a file or folder. Escape cancels. */
export function NameForm({ label, name, verb, action, onSubmit, onCancel }: Props): JSX.Element {
  const { trans } = useServices();
  const [typed, setTyped] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  const wanted = typed.trim();
  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(0, stemLength(name));
  }, [name]);
  return (
    <form
      className="jp-openbis-name-form"
      onSubmit={event => {
        event.preventDefault();
        if (wanted && wanted !== name) {
          onSubmit(wanted);
        }
      }}
    >
      <Field label={label}>
        {links => (
          <input
            {...links}
            ref={input}
            type="text"
            className="jp-mod-styled"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Escape') {
                event.stopPropagation();
                onCancel();
              }
            }}
          />
        )}
      </Field>
      <Problem error={action.error} />
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={action.isBusy || !wanted || wanted === name}
        >
          {verb}
        </button>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

/** Length of a name without its last suffix, which usually stays. */
function stemLength(name: string): number {
  const at = name.lastIndexOf('.');
  return at > 0 ? at : name.length;
}
