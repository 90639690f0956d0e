import { RefObject, useEffect } from 'react';

/** Actions by the name of their key. */
export type Shortcuts = Record<string, () => void>;

/** Run actions on keys that are pressed in an element, except in its inputs, trees and tables. */
export function useShortcuts(element: RefObject<HTMLElement>, shortcuts: Shortcuts): void {
  useEffect(() => {
    const { current } = element;
    const press = (event: KeyboardEvent) => {
      const action = shortcuts[event.key];
      const isTaken = (event.target as Element).closest(
        'input, select, textarea, [role="tree"], .jp-openbis-table'
      );
      if (action && !isTaken && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        event.stopPropagation();
        action();
      }
    };
    current?.addEventListener('keydown', press);
    return () => current?.removeEventListener('keydown', press);
  });
}
