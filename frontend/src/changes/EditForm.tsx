import React from 'react';

import { CHANGED_MEANWHILE_ERROR, ChangePlan, Details, EntityType } from '../api';
import { useServices } from '../app/services';
import { titleOf, titleOfDetails } from '../browse/entities/entityItem';
import { FieldErrors } from '../common/fields/fieldErrors';
import { useChangedFields } from '../common/fields/useChangedFields';
import { useAction } from '../common/hooks/useAction';
import { useLoaded } from '../common/hooks/useLoaded';
import { useModels } from '../common/models/model';
import { Problem } from '../common/Problem';
import { PropertyFields } from '../properties/PropertyFields';
import { fieldsOf } from '../properties/properties';
import { ParentsField } from '../upload/ParentsField';
import { SubmissionForm } from '../upload/submission/SubmissionForm';
import { ChangeConfirmation } from './ChangeConfirmation';
import { Conflict } from './Conflict';
import { changedProps, changeRequest, EditTarget, valuesIn } from './edits';
import { useConnections } from './useConnections';
import { useEntityTypes } from './useEntityTypes';
import { useReviewed } from './useReviewed';

/** The form for properties, name and parents of an entity. What was entered is kept until it is saved or discarded. */
export function EditForm(): JSX.Element {
  const { trans, edits } = useServices();
  useModels(edits);
  const { target } = edits;
  return (
    <section aria-label={trans.__('Edit')}>
      {target ? (
        <Loader key={JSON.stringify([target.connection, target.permId])} target={target} />
      ) : (
        <p>{trans.__('Open the details of what you want to edit.')}</p>
      )}
    </section>
  );
}

/** Load the current state and the type. */
function Loader({ target }: { target: EditTarget }): JSX.Element {
  const { trans, api } = useServices();
  const { connection, kind, permId } = target;
  const details = useLoaded(JSON.stringify([connection, kind, permId]), signal =>
    api.browsing.details(connection, { kind, permId }, signal)
  );
  const types = useEntityTypes(connection, kind);
  const error = details.error ?? types.error;
  if (!details.value || !types.value) {
    const retry = details.error ? details.retry : types.retry;
    return error ? <Problem error={error} retry={retry} /> : <p role="status">{trans.__('Loading…')}</p>;
  }
  const type = types.value.find(each => each.code === details.value?.type);
  return type ? (
    <Form target={target} details={details.value} type={type} reload={details.retry} />
  ) : (
    <p>{trans.__('openBIS does not show the type %1.', details.value.type ?? '')}</p>
  );
}

interface FormProps {
  target: EditTarget;
  details: Details;
  type: EntityType;
  /** Load the current state again. */
  reload: () => void;
}

function Form({ target, details, type, reload }: FormProps): JSX.Element {
  const { trans, api, host, edits, browsing, navigation } = useServices();
  const connectionOf = useConnections();
  const { draft } = edits;
  const { connection, kind } = target;
  const request = changeRequest(target, type, draft);
  const submission = useReviewed(draft, {
    plan: () => api.changes.plan(connection, request),
    apply: async (_, { basedOn, seen }: ChangePlan) => {
      await api.changes.apply(connection, { ...request, unchangedSince: basedOn, seen });
      edits.discard();
      browsing.showChanged(connectionOf(target), { kind, permId: target.permId });
      navigation.showTab('browse');
      host.notify(trans.__('Saved: %1', titleOfDetails(details)), 'success');
    }
  });
  const values = valuesIn(details, type, draft);
  const props = Object.entries(draft.props).map(([code, value]) => [`prop.${code}`, value]);
  const changed = useChangedFields(submission.error, {
    ...Object.fromEntries(props),
    parent: [draft.unwantedParents, draft.moreParents]
  });
  const errors = new FieldErrors(submission.error, ['parent', ...fieldsOf(type)], changed);
  const reloading = useAction();
  const isConflict = submission.error?.code === CHANGED_MEANWHILE_ERROR;
  return (
    <>
      <h2 className="jp-openbis-title">{trans.__('Edit %1', titleOfDetails(details))}</h2>
      <SubmissionForm
        submission={
          isConflict
            ? { ...submission, error: null, isBusy: submission.isBusy || reloading.isBusy }
            : submission
        }
        errors={isConflict ? NO_ERRORS : errors}
        confirmation={plan => <ChangeConfirmation submission={submission} plan={plan} />}
        onDiscard={() => {
          edits.discard();
          submission.reset();
        }}
      >
        <PropertyFields
          type={type}
          values={values}
          onChange={now =>
            edits.edit({ props: changedProps(valuesIn(details, type, NOTHING_ENTERED), now) }, details)
          }
          errors={isConflict ? NO_ERRORS : errors}
        />
        {kind !== 'experiment' && (
          <Parents details={details} errors={isConflict ? [] : errors.of('parent')} />
        )}
        {isConflict && (
          <Conflict
            error={submission.error!}
            type={type}
            reloading={reloading}
            reload={async () => {
              edits.rebase(await api.browsing.details(connection, target));
              submission.reset();
              reload();
            }}
          />
        )}
      </SubmissionForm>
    </>
  );
}

const NOTHING_ENTERED = { props: {}, unwantedParents: [], moreParents: [], base: {} };
const NO_ERRORS = new FieldErrors(null, []);

function Parents({ details, errors }: { details: Details; errors: string[] }): JSX.Element {
  const { trans, edits } = useServices();
  const { kind, parents } = details;
  const names = new Map(
    parents.map(each => [each.permId, titleOf({ name: each.$NAME, identifier: null, permId: each.permId })])
  );
  const isSample = kind === 'sample';
  return (
    <ParentsField
      proposed={[...names.keys()]}
      draft={edits.draft}
      about={trans.__('Untick what it is not derived from.')}
      addLabel={isSample ? trans.__('Add parent sample') : trans.__('Add parent data set')}
      placeholder={isSample ? trans.__('/SPACE/PROJECT/CODE or permId') : trans.__('permId')}
      nameOf={permId => names.get(permId) ?? permId}
      onChange={changes => edits.edit(changes, details)}
      errors={errors}
    />
  );
}
