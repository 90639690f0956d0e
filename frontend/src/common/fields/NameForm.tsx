import React, { useEffect, useRef, useState } from 'react';

import { useCommonServices } from '../services';
import { Field } from './Field';

interface Props {
  label: string;
  /** The current or the proposed name; empty for a new one. */
  name: string;
  /** On the button that submits. */
  verb: string;
  /** How many characters of the name are selected at first; by default, all. */
  selected?: number;
  /** Whether the unchanged name can be submitted. */
  allowsSame?: boolean;
  isBusy?: boolean;
  maxLength?: number;
  onSubmit: (name: string) => void;
  onCancel: () => void;
  /** Shown between field and buttons. */
  children?: React.ReactNode;
}

/** A field for a name. Escape cancels. */
export function NameForm(props: Props): JSX.Element {
  const { label, name, verb, selected = name.length, allowsSame = false, isBusy = false } = props;
  const { maxLength, onSubmit, onCancel, children } = props;
  const { trans } = useCommonServices();
  const [typed, setTyped] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  const wanted = typed.trim();
  const isReady = wanted !== '' && (allowsSame || wanted !== name);
  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(0, selected);
  }, [selected]);
  return (
    <form
      className="jp-openbis-name-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady) {
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
            maxLength={maxLength}
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
      {children}
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={isBusy || !isReady}
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
