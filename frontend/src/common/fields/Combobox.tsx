import React, { useState } from 'react';

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
  /** How many are offered at a time; the rest is found by typing. */
  most?: number;
}

/** A list to choose from by typing a part of a label, value or description; works as the ARIA pattern of that name says. */
export function Combobox({ options, value, onChange, links, placeholder, most = 100 }: Props): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isOpen = typed !== null;
  const chosen = options.find(option => option.value === value);
  const offered = isOpen ? matching(options, typed).slice(0, most) : [];
  const list = `${links.id}-list`;

  const open = () => {
    setTyped('');
    setActive(
      Math.max(
        0,
        options.findIndex(option => option.value === value)
      )
    );
  };
  const close = () => setTyped(null);
  const choose = (option: Option | undefined) => {
    if (option) {
      onChange(option.value);
    }
    close();
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
      Enter: () => (isOpen ? choose(offered[active]) : open()),
      Escape: close
    };
    const action = actions[event.key];
    if (action && (isOpen || event.key !== 'Escape')) {
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
        value={typed ?? chosen?.label ?? value}
        onChange={event => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onClick={() => !isOpen && open()}
        onBlur={close}
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
    </div>
  );
}

/** Those in which every typed word occurs. */
function matching(options: Option[], typed: string): Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ label, value, description }: Option) =>
    `${label} ${value} ${description ?? ''}`.toLowerCase();
  return options.filter(option => words.every(word => text(option).includes(word)));
}
