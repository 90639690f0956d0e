import React from 'react';

import { UploadPlan } from '../../api';
import { useServices } from '../../app/services';
import { ConfirmationButtons, FileList, LeftOutFiles, PlanSummary } from './confirming';
import { SubmissionState } from './useSubmission';

interface Props {
  submission: SubmissionState<unknown>;
  plan: UploadPlan;
  /** On the button that sends. */
  verb: string;
}

/** The plan of a new data set, with the button that sends it. */
export function DataSetConfirmation({ submission, plan, verb }: Props): JSX.Element {
  const { trans } = useServices();
  const { type, files, leftOutFiles = [] } = plan;
  return (
    <section aria-label={trans.__('What will be sent')}>
      <PlanSummary plan={plan}>{trans.__('Type: %1.', type)}</PlanSummary>
      <FileList title={trans.__('Files')} files={files.map(each => ({ ...each, path: each.name }))} />
      <LeftOutFiles names={leftOutFiles} />
      <ConfirmationButtons submission={submission} verb={verb} />
    </section>
  );
}
