import React from 'react';

import { FilePublicationPlan, PublicationPlan } from '../api';
import { useServices } from '../app/services';
import { formatSize } from '../common/messages/amounts';
import { remarkMessage } from '../common/messages/remarks';
import { ConfirmationButtons, FileList, LeftOutFiles } from '../upload/submission/confirming';
import { DataSetConfirmation } from '../upload/submission/DataSetConfirmation';
import { SubmissionState } from '../upload/submission/useSubmission';

interface Props<P> {
  submission: SubmissionState<unknown>;
  plan: P;
}

/** The plan of a publication, with the button that sends it. */
export function PublicationConfirmation({ submission, plan }: Props<PublicationPlan>): JSX.Element {
  const { trans } = useServices();
  return 'folder' in plan ? (
    <FilesConfirmation submission={submission} plan={plan} />
  ) : (
    <DataSetConfirmation submission={submission} plan={plan} verb={trans.__('Publish')} />
  );
}

/** The new folder, and its files. */
function FilesConfirmation({ submission, plan }: Props<FilePublicationPlan>): JSX.Element {
  const { trans } = useServices();
  const { total, owner, parents, folder, files, leftOutFiles, remarks } = plan;
  const inFolder = files.map(each => ({ ...each, path: each.path.slice(folder.length + 1) }));
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
        {trans.__('In a new folder named by notebook and time (UTC): %1.', folder)}{' '}
        {parents.length > 0 && trans._n('%1 parent.', '%1 parents.', parents.length)}
      </p>
      {remarks.map(each => (
        <p key={each}>{remarkMessage(each, trans)}</p>
      ))}
      <FileList title={trans.__('Files')} files={inFolder} />
      <LeftOutFiles names={leftOutFiles} />
      <ConfirmationButtons submission={submission} verb={trans.__('Publish')} />
    </section>
  );
}
