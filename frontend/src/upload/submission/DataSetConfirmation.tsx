import React from 'react';

import { UploadPlan } from '../../api';
import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { formatSize } from '../../common/messages/amounts';
import { remarkMessage } from '../../common/messages/remarks';
import { ConfirmationButtons, LeftOutFiles } from './confirming';
import { SubmissionState } from './useSubmission';

interface Props {
  submission: SubmissionState;
  plan: UploadPlan;
  /** On the button that sends. */
  verb: string;
}

/** The plan of a new data set, with the button that sends it. */
export function DataSetConfirmation({ submission, plan, verb }: Props): JSX.Element {
  const { trans } = useServices();
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
      <LeftOutFiles names={leftOutFiles} />
      <ConfirmationButtons submission={submission} verb={verb} />
    </section>
  );
}
