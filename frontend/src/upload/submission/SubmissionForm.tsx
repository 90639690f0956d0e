import React, { useRef } from 'react';

import { useServices } from '../../app/services';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { SubmissionFooter } from './SubmissionFooter';
import { areDatesComplete, SubmissionState, useFocusOnProblem } from './useSubmission';

interface Props<P> {
  submission: SubmissionState<P>;
  errors: FieldErrors;
  /** Draws the plan, with the buttons that send. */
  confirmation: (plan: P) => JSX.Element;
  onDiscard: () => void;
  /** The fields. */
  children: React.ReactNode;
}

/** A form with three steps: check, review of the plan, submission. */
export function SubmissionForm<P>({
  submission,
  errors,
  confirmation,
  onDiscard,
  children
}: Props<P>): JSX.Element {
  const { trans } = useServices();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, submission.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (areDatesComplete(form.current)) {
          void submission.check();
        }
      }}
    >
      {children}
      <SubmissionFooter {...{ submission, errors, confirmation }}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onDiscard}>
          {trans.__('Clear form')}
        </button>
      </SubmissionFooter>
    </form>
  );
}
