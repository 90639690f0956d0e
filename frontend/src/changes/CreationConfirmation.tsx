import React from 'react';

import { CreationPlan } from '../api';
import { useServices } from '../app/services';
import { kindName } from '../browse/entities/kinds';
import { ConfirmationButtons } from '../upload/submission/confirming';
import { SubmissionState } from '../upload/submission/useSubmission';

interface Props {
  submission: SubmissionState<CreationPlan>;
  plan: CreationPlan;
}

/** What would be created, and the buttons that create it. */
export function CreationConfirmation({ submission, plan }: Props): JSX.Element {
  const { trans } = useServices();
  const { kind, type, identifier, codePrefix, parents, properties } = plan;
  const count = Object.keys(properties).length;
  return (
    <div className="jp-openbis-plan" role="group" aria-label={trans.__('What is created')}>
      <p>
        {identifier ??
          trans.__('In %1, with a code that openBIS generates: %2…', plan.in.identifier, codePrefix)}
      </p>
      <p>
        {[
          kindName(kind, trans),
          type,
          trans._n('%1 property', '%1 properties', count),
          trans._n('%1 parent', '%1 parents', parents.length)
        ].join(' · ')}
      </p>
      <ConfirmationButtons submission={submission} verb={trans.__('Create')} />
    </div>
  );
}
