import React from 'react';

import { useServices } from '../../app/services';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { useStickyHeight } from '../../common/hooks/useStickyHeight';
import { WARNING } from '../../common/ErrorNote';
import { Icon } from '../../common/Icon';
import { fieldErrorMessage } from '../../common/messages/fields';
import { Problem } from '../../common/Problem';
import { useReadOnly } from '../../connections/useReadOnly';
import { SubmissionState } from './useSubmission';

interface Props<P> {
  submission: SubmissionState<P>;
  errors: FieldErrors;
  /** Draws the plan, with the buttons that send. */
  confirmation: (plan: P) => JSX.Element;
  /** More buttons beside the first one. */
  children: React.ReactNode;
}

/** Errors, plan, and the button of the next step; sticky. */
export function SubmissionFooter<P>({ submission, errors, confirmation, children }: Props<P>): JSX.Element {
  const { trans, navigation } = useServices();
  const readOnly = useReadOnly();
  const { plan, isBusy, isSubmitted } = submission;
  const footer = useStickyHeight<HTMLDivElement>('--jp-openbis-dock');
  return (
    <div className="jp-openbis-footer" ref={footer}>
      <Problems submission={submission} errors={errors} />
      {readOnly && <p>{readOnly}</p>}
      <p role="status">
        {isBusy && !plan && (submission.waitsFor ?? trans.__('Checking… (nothing has been sent)'))}
      </p>
      {isSubmitted ? (
        <p>
          {trans.__('Upload in progress.')}{' '}
          <button type="button" className="jp-openbis-link" onClick={() => navigation.showTab('transfers')}>
            {trans.__('Show transfers')}
          </button>
        </p>
      ) : plan ? (
        confirmation(plan)
      ) : (
        <div className="jp-openbis-buttons">
          <button
            type="submit"
            className="jp-openbis-button jp-mod-styled jp-mod-accept"
            disabled={isBusy || readOnly !== null}
          >
            {trans.__('Review…')}
          </button>
          {submission.waitsFor ? (
            <button type="button" className="jp-openbis-button jp-mod-styled" onClick={submission.cancel}>
              {trans.__('Cancel')}
            </button>
          ) : (
            children
          )}
        </div>
      )}
    </div>
  );
}

function Problems<P>({
  submission: { error },
  errors
}: Pick<Props<P>, 'submission' | 'errors'>): JSX.Element {
  const { trans } = useServices();
  if (!errors.hasAny) {
    return <Problem error={errors.isOutdated ? null : error} />;
  }
  return (
    <div role="alert" className="jp-openbis-error">
      <p>
        <Icon path={WARNING} /> {trans.__('Nothing was sent. Correct the fields that are marked.')}
      </p>
      {errors.otherMessages.map(each => (
        <p key={each}>{fieldErrorMessage(each, trans)}</p>
      ))}
    </div>
  );
}
