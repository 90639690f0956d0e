import React, { useId, useRef } from 'react';

import { useStickyHeight } from './hooks/useStickyHeight';
import { Icon } from './Icon';

interface Props<T extends string> {
  label: string;
  tabs: { id: T; title: string; icon: string; badge?: number }[];
  current: T;
  onChange: (id: T) => void;
  /** Shown before the tabs, in the same row. */
  before?: React.ReactNode;
  /** Shown above the contents of every tab. */
  above?: React.ReactNode;
  children: React.ReactNode;
}

/** The ARIA pattern "tabs" as a row of icons: one stop for the Tab key, arrows move. */
export function Tabs<T extends string>({
  label,
  tabs,
  current,
  onChange,
  before,
  above,
  children
}: Props<T>): JSX.Element {
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
      [isRightToLeft(event.currentTarget) ? 'ArrowLeft' : 'ArrowRight']: (at + 1) % tabs.length,
      [isRightToLeft(event.currentTarget) ? 'ArrowRight' : 'ArrowLeft']: (at + tabs.length - 1) % tabs.length,
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
      <div ref={head} className="jp-openbis-head">
        {before}
        {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its selected tab has the focus */}
        <div role="tablist" aria-label={label} className="jp-openbis-tabs" onKeyDown={onKeyDown}>
          {tabs.map(({ id, title, icon, badge }) => (
            <button
              key={id}
              ref={element => {
                buttons.current[id] = element;
              }}
              type="button"
              role="tab"
              id={`${base}-${id}`}
              title={title}
              aria-selected={id === current}
              aria-controls={`${base}-panel`}
              tabIndex={id === current ? 0 : -1}
              onClick={() => onChange(id)}
            >
              <Icon path={icon} />
              <span className="jp-openbis-spoken">{title}</span>
              {badge ? <span className="jp-openbis-badge">{badge}</span> : null}
            </button>
          ))}
        </div>
      </div>
      {above}
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

function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl';
}
