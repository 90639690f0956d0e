import React, { useId, useRef } from 'react';

import { useStickyHeight } from './hooks/useStickyHeight';

interface Props<T extends string> {
  label: string;
  tabs: { id: T; title: string; badge?: number }[];
  current: T;
  onChange: (id: T) => void;
  children: React.ReactNode;
}

/** The ARIA pattern "tabs": one stop for the Tab key, arrows move. */
export function Tabs<T extends string>({ label, tabs, current, onChange, children }: Props<T>): JSX.Element {
  const base = useId();
  const head = useStickyHeight<HTMLDivElement>('--jp-openbis-head');
  const buttons = useRef<Record<string, HTMLButtonElement | null>>({});
  const go = (to: T) => {
    onChange(to);
    buttons.current[to]?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = tabs.findIndex(tab => tab.id === current);
    const targets: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1
    };
    if (event.key in targets) {
      event.preventDefault();
      go(tabs[targets[event.key]].id);
    }
  };
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its selected tab has the focus */}
      <div ref={head} role="tablist" aria-label={label} className="jp-openbis-tabs" onKeyDown={onKeyDown}>
        {tabs.map(({ id, title, badge }) => (
          <button
            key={id}
            ref={element => {
              buttons.current[id] = element;
            }}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            aria-selected={id === current}
            aria-controls={`${base}-panel`}
            tabIndex={id === current ? 0 : -1}
            onClick={() => onChange(id)}
          >
            {title}
            {badge ? <span className="jp-openbis-badge">{badge}</span> : null}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${current}`}
        className="jp-openbis-tabpanel"
      >
        {children}
      </div>
    </>
  );
}
