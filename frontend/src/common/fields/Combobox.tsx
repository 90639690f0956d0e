import { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';

import { useCommonServices } from '../services';
import { InputLinks } from './Field';

export interface Option {
  value: string;
  label: string;
  description?: string | null;
}

interface Props {
  options: Option[];
  /** The chosen value; empty for none. */
  value: string;
  onChange: (value: string) => void;
  links: InputLinks;
  placeholder?: string;
  /** Maximum number of options that are shown; the rest is found by typing. */
  maxOptions?: number;
  /** Whether the options are still being loaded: then Enter selects as soon as they are there. */
  isLoading?: boolean;
}

/**
 * The ARIA pattern "combobox": a list that is filtered by parts of label, value or description. Entered text stays until an
 * option is selected or Escape is pressed; a note reports text that matches no option.
 */
export function Combobox({
  options,
  value,
  onChange,
  links,
  placeholder,
  maxOptions = 100,
  isLoading = false
}: Props): JSX.Element {
  const { trans } = useCommonServices();
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [isAwaited, setAwaited] = useState(false);
  const chosen = options.find(option => option.value === value);
  const found = typed === null ? options : matching(options, typed);
  const offered = isOpen ? found.slice(0, maxOptions) : [];
  const list = `${links.id}-list`;
  const loading = isLoading && (typed || isOpen) ? trans.__('Loading…') : null;
  const note = loading ?? (typed ? noteOf(found.length, isOpen, chosen, trans) : null);
  const described = [links['aria-describedby'], note && `${list}-note`].filter(Boolean).join(' ');

  const open = () => {
    setOpen(true);
    setActive(
      Math.max(
        0,
        options.findIndex(option => option.value === value)
      )
    );
  };
  const cancel = () => {
    setAwaited(false);
    setOpen(false);
    setTyped(null);
  };
  const choose = (option: Option | undefined) => {
    if (option) {
      onChange(option.value);
      cancel();
    }
  };
  useEffect(() => {
    if (isAwaited && !isLoading) {
      setAwaited(false);
      choose(offered[active]);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the options are those of the render that they arrived with
  }, [isAwaited, isLoading]);
  /** Select the option that the text names; other text stays, to be corrected. */
  const leave = () => {
    setAwaited(false);
    setOpen(false);
    const named = typed?.trim() ? (found.find(each => isNamed(each, typed)) ?? only(found)) : null;
    if (named) {
      choose(named);
    } else if (!typed?.trim()) {
      setTyped(null);
    }
  };
  const move = (by: number) => {
    if (isOpen) {
      setActive(Math.max(0, Math.min(offered.length - 1, active + by)));
    } else {
      open();
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const actions: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => (isOpen ? (isLoading ? setAwaited(true) : choose(offered[active])) : open()),
      Escape: cancel
    };
    const action = actions[event.key];
    if (action && (isOpen || typed !== null || event.key !== 'Escape')) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  };

  return (
    <div className="jp-openbis-combobox">
      <input
        {...links}
        type="text"
        role="combobox"
        autoComplete="off"
        className="jp-mod-styled"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && offered.length ? `${list}-${active}` : undefined}
        placeholder={chosen?.label ?? placeholder}
        aria-describedby={described || undefined}
        aria-invalid={links['aria-invalid'] || (note !== null && !loading && !isOpen) || undefined}
        value={typed ?? (isOpen ? '' : (chosen?.label ?? value))}
        onChange={event => {
          setAwaited(false);
          setTyped(event.target.value);
          setOpen(true);
          setActive(0);
        }}
        onClick={() => !isOpen && open()}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={placeholder ?? links.id} hidden={!offered.length}>
        {offered.map((option, index) => (
          // The input keeps the focus; its keys move through the list.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={option.value}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            ref={element => index === active && element?.scrollIntoView?.({ block: 'nearest' })}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(option)}
          >
            {option.label}
            {option.description && <small>{option.description}</small>}
          </li>
        ))}
      </ul>
      <small id={`${list}-note`} role="status" className="jp-openbis-combobox-note">
        {note}
      </small>
    </div>
  );
}

/** Return the note that the entered text is not selected; null while the list shows matches. */
function noteOf(
  found: number,
  isOpen: boolean,
  chosen: Option | undefined,
  trans: TranslationBundle
): string | null {
  if (isOpen && found) {
    return null;
  }
  const problem = found ? trans.__('Choose one from the list.') : trans.__('Nothing in the list matches.');
  return chosen?.value ? `${problem} ${trans.__('Still selected: %1', chosen.label)}` : problem;
}

function isNamed({ label, value }: Option, typed: string): boolean {
  return [label, value].some(each => each.toLowerCase() === typed.trim().toLowerCase());
}

function only(found: Option[]): Option | null {
  return found.length === 1 ? found[0] : null;
}

/** Return the options that contain every entered word. */
function matching(options: Option[], typed: string): Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ label, value, description }: Option) =>
    `${label} ${value} ${description ?? ''}`.toLowerCase();
  return options.filter(option => words.every(word => text(option).includes(word)));
}
