import React from 'react';

import { FilePublicationPlan, PublicationPlan } from '../api';
import { useServices } from '../app/services';
import { ConfirmationButtons, FileList, LeftOutFiles, PlanSummary } from '../upload/submission/confirming';
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
  const { folder, files, leftOutFiles } = plan;
  const inFolder = files.map(each => ({ ...each, path: each.path.slice(folder.length + 1) }));
  return (
    <section aria-label={trans.__('What will be sent')}>
      <PlanSummary plan={plan}>
        {trans.__('In a new folder named by notebook and time (UTC): %1.', folder)}
      </PlanSummary>
      <FileList title={trans.__('Files')} files={inFolder} />
      <LeftOutFiles names={leftOutFiles} />
      <ConfirmationButtons submission={submission} verb={trans.__('Publish')} />
    </section>
  );
}
