import React, { useEffect, useRef } from 'react';

import { UploadPlan } from '../../api';
import { useServices } from '../../app/services';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { FileName } from '../../common/FileName';
import { useStickyHeight } from '../../common/hooks/useStickyHeight';
import { formatSize } from '../../common/messages/amounts';
import { fieldErrorMessage } from '../../common/messages/fields';
import { remarkMessage } from '../../common/messages/remarks';
import { Problem } from '../../common/Problem';
import { SubmissionState } from './useSubmission';

interface Props {
  submission: SubmissionState;
  errors: FieldErrors;
  /** On the button that sends. */
  verb: string;
  /** More buttons beside the first one. */
  children: React.ReactNode;
}

/** Errors, plan, and the button of the next step; sticky. */
export function SubmissionFooter({ submission, errors, verb, children }: Props): JSX.Element {
  const { trans, navigation } = useServices();
  const { plan, isBusy, isSubmitted } = submission;
  const footer = useStickyHeight<HTMLDivElement>('--jp-openbis-dock');
  return (
    <div className="jp-openbis-footer" ref={footer}>
      <Problems submission={submission} errors={errors} />
      <p role="status">{isBusy && !plan && trans.__('Checking… (nothing has been sent)')}</p>
      {isSubmitted ? (
        <p>
          {trans.__('Upload in progress.')}{' '}
          <button type="button" className="jp-openbis-link" onClick={() => navigation.showTab('transfers')}>
            {trans.__('Show transfers')}
          </button>
        </p>
      ) : plan ? (
        <Confirmation submission={submission} plan={plan} verb={verb} />
      ) : (
        <div className="jp-openbis-buttons">
          <button type="submit" className="jp-openbis-button jp-mod-styled jp-mod-accept" disabled={isBusy}>
            {trans.__('Review…')}
          </button>
          {children}
        </div>
      )}
    </div>
  );
}

function Problems({ submission: { error }, errors }: Pick<Props, 'submission' | 'errors'>): JSX.Element {
  const { trans } = useServices();
  if (!errors.hasAny) {
    return <Problem error={errors.isOutdated ? null : error} />;
  }
  return (
    <div role="alert" className="jp-openbis-error">
      <p>{trans.__('Nothing was sent. Correct the fields that are marked.')}</p>
      {errors.otherMessages.map(each => (
        <p key={each}>{fieldErrorMessage(each, trans)}</p>
      ))}
    </div>
  );
}

function Confirmation({
  submission,
  plan,
  verb
}: Pick<Props, 'submission' | 'verb'> & { plan: UploadPlan }): JSX.Element {
  const { trans } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const { total, parents, type, owner, files, leftOutFiles = [], remarks = [] } = plan;
  return (
    <section aria-label={trans.__('What will be sent')}>
      <p>
        {trans._n(
          '%1 file, %2, for %3.',
          '%1 files, %2, for %3.',
          total.files,
          formatSize(total.bytes, trans),
          owner
        )}{' '}
        {trans.__('Type: %1.', type)}{' '}
        {parents.length > 0 && trans._n('%1 parent.', '%1 parents.', parents.length)}
      </p>
      {remarks.map(each => (
        <p key={each}>{remarkMessage(each, trans)}</p>
      ))}
      <details>
        <summary>{trans.__('Files')}</summary>
        <ul className="jp-openbis-files">
          {files.map(({ name, size: bytes, isFolder }) => (
            <li key={name}>
              <FileName name={isFolder ? `${name}/` : name} title={name} />
              <small>{isFolder ? '' : formatSize(bytes, trans)}</small>
            </li>
          ))}
        </ul>
      </details>
      {leftOutFiles.length > 0 && (
        <details>
          <summary>
            {trans._n(
              '%1 hidden or unwanted file is left out',
              '%1 hidden or unwanted files are left out',
              leftOutFiles.length
            )}
          </summary>
          <ul className="jp-openbis-files">
            {leftOutFiles.map(name => (
              <li key={name}>
                <span className="jp-openbis-ellipsis" title={name}>
                  {name}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="jp-openbis-buttons">
        <button
          ref={button}
          type="button"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={submission.isBusy}
          onClick={() => void submission.submit()}
        >
          {verb}
        </button>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          disabled={submission.isBusy}
          onClick={submission.edit}
        >
          {trans.__('Edit')}
        </button>
      </div>
    </section>
  );
}
