import React, { useRef } from 'react';

import { FieldErrors } from '../../upload/fieldErrors';
import { useServices } from '../services';
import { SendingFooter } from './SendingFooter';
import { areDatesComplete, SendingState, useFocusOnProblem } from './useSending';

interface Props {
  sending: SendingState;
  errors: FieldErrors;
  /** On the button that sends. */
  verb: string;
  onDiscard: () => void;
  /** The fields. */
  children: React.ReactNode;
}

/** A form that is checked first, then shows what will be sent, then sends it. */
export function SendingForm({ sending, errors, verb, onDiscard, children }: Props): JSX.Element {
  const { trans } = useServices();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, sending.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (areDatesComplete(form.current)) {
          void sending.check();
        }
      }}
    >
      {children}
      <SendingFooter {...{ sending, errors, verb }}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onDiscard}>
          {trans.__('Empty the form')}
        </button>
      </SendingFooter>
    </form>
  );
}
