import React from 'react';

import { ChangePlan, PropertyValue, textsOf } from '../api';
import { useServices } from '../app/services';
import { titleOf } from '../browse/entities/entityItem';
import { readable } from '../properties/readable';
import { ConfirmationButtons } from '../upload/submission/confirming';
import { SubmissionState } from '../upload/submission/useSubmission';

interface Props {
  submission: SubmissionState<ChangePlan>;
  plan: ChangePlan;
}

/** What a change changes: present and new value of each field; and the buttons that save it. */
export function ChangeConfirmation({ submission, plan }: Props): JSX.Element {
  const { trans } = useServices();
  const { properties, addedParents, removedParents, isEmpty } = plan;
  return (
    <div className="jp-openbis-plan" role="group" aria-label={trans.__('Changes')}>
      {isEmpty && <p>{trans.__('Nothing differs from what openBIS has.')}</p>}
      <dl className="jp-openbis-properties">
        {properties.map(({ field, label, before, after }) => (
          <React.Fragment key={field}>
            <dt>{label ?? field.replace(/^prop\./, '')}</dt>
            <dd>
              <Value value={before} as="del" /> → <Value value={after} as="ins" />
            </dd>
          </React.Fragment>
        ))}
        <Parents title={trans.__('New parents')} parents={addedParents} />
        <Parents title={trans.__('Removed parents')} parents={removedParents} />
      </dl>
      <ConfirmationButtons {...{ submission, isEmpty }} verb={trans.__('Save')} />
    </div>
  );
}

function Value({ value, as: Tag }: { value: PropertyValue | null; as: 'del' | 'ins' }): JSX.Element {
  const { trans } = useServices();
  const text = value === null ? '' : textsOf(value).map(readable).join(', ');
  return text ? <Tag>{text}</Tag> : <em>{trans.__('(not set)')}</em>;
}

function Parents({
  title,
  parents
}: {
  title: string;
  parents: ChangePlan['addedParents'];
}): JSX.Element | null {
  return parents.length ? (
    <>
      <dt>{title}</dt>
      {parents.map(({ permId, $NAME }) => (
        <dd key={permId}>{titleOf({ name: $NAME, identifier: null, permId })}</dd>
      ))}
    </>
  ) : null;
}
