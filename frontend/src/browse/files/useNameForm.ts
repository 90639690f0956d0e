import { useRef, useState } from 'react';

import { Action, useAction } from '../../common/hooks/useAction';

/** A form for a name, opened by a button that gets the focus back when the form is cancelled. */
export function useNameForm(): {
  isOpen: boolean;
  action: Action;
  opener: React.RefObject<HTMLButtonElement>;
  toggle: () => void;
  close: () => void;
  /** Run the work of the form, and close it if that succeeds. */
  submit: (work: () => Promise<unknown>) => Promise<void>;
} {
  const [isOpen, setOpen] = useState(false);
  const action = useAction();
  const opener = useRef<HTMLButtonElement>(null);
  const set = (open: boolean) => {
    action.reset();
    setOpen(open);
  };
  return {
    isOpen,
    action,
    opener,
    toggle: () => set(!isOpen),
    close: () => {
      set(false);
      opener.current?.focus();
    },
    submit: async work => {
      if (await action.run(work)) {
        set(false);
      }
    }
  };
}
