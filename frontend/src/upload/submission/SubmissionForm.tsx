import React, { useRef } from 'react';

import { useServices } from '../../app/services';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { SubmissionFooter } from './SubmissionFooter';
import { areDatesComplete, SubmissionState, useFocusOnProblem } from './useSubmission';

interface Props {
  submission: SubmissionState;
  errors: FieldErrors;
  /** On the button that sends. */
  verb: string;
  onDiscard: () => void;
  /** The fields. */
  children: React.ReactNode;
}

/** A form with three steps: check, review of the plan, submission. */
export function SubmissionForm({ submission, errors, verb, onDiscard, children }: Props): JSX.Element {
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
      <SubmissionFooter {...{ submission, errors, verb }}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onDiscard}>
          {trans.__('Clear form')}
        </button>
      </SubmissionFooter>
    </form>
  );
}
