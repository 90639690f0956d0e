import React from 'react';

import { creatableIn, CreatableKind, CreationPlan } from '../api';
import { useServices } from '../app/services';
import { kindTitle } from '../browse/entities/kinds';
import { Combobox } from '../common/fields/Combobox';
import { Field } from '../common/fields/Field';
import { typeOptions } from '../common/fields/typeOptions';
import { FieldErrors } from '../common/fields/fieldErrors';
import { useChangedFields } from '../common/fields/useChangedFields';
import { useModels } from '../common/models/model';
import { Problem } from '../common/Problem';
import { PropertyFields } from '../properties/PropertyFields';
import { fieldsOf } from '../properties/properties';
import { ParentsField } from '../upload/ParentsField';
import { SubmissionForm } from '../upload/submission/SubmissionForm';
import { CreationConfirmation } from './CreationConfirmation';
import { CreationTarget, creationRequest } from './creations';
import { useConnections } from './useConnections';
import { useEntityTypes } from './useEntityTypes';
import { useReviewed } from './useReviewed';

/** The form for a new sample or experiment. What was entered is kept until it is created or discarded. */
export function CreateForm(): JSX.Element {
  const { trans, creations } = useServices();
  useModels(creations);
  const { target } = creations;
  return (
    <section aria-label={trans.__('New object')}>
      {target ? (
        <Form key={JSON.stringify([target.connection, target.permId])} target={target} />
      ) : (
        <p>{trans.__('Open the details of the place for the new object.')}</p>
      )}
    </section>
  );
}

function Form({ target }: { target: CreationTarget }): JSX.Element {
  const { trans, api, host, creations, browsing, navigation, recentChoices } = useServices();
  const connectionOf = useConnections();
  const { draft } = creations;
  const { connection, place, parent } = target;
  const kinds = creatableIn(target);
  const kind = kinds.find(each => each === draft.kind) ?? kinds[0];
  const types = useEntityTypes(connection, kind);
  const type = types.value?.find(each => each.code === draft.type);
  const request = creationRequest(target, kind, type, draft);
  const submission = useReviewed(draft, {
    plan: () => api.changes.planCreation(connection, request),
    apply: async (_, plan: CreationPlan) => {
      // The code of the plan: without one, openBIS generates it.
      const { entity } = await api.changes.create(connection, { ...request, code: plan.code });
      recentChoices.useType(connection, kind, plan.type);
      recentChoices.know({ identifier: entity.identifier, name: '', kind: entity.kind });
      recentChoices.useOwner(connection, entity.identifier);
      creations.discard();
      browsing.showChanged(connectionOf(target), { kind: entity.kind, permId: entity.permId });
      navigation.showTab('browse');
      host.notify(trans.__('Created: %1', entity.identifier), 'success');
    }
  });
  const props = Object.entries(draft.props).map(([code, value]) => [`prop.${code}`, value]);
  const changed = useChangedFields(submission.error, {
    ...Object.fromEntries(props),
    type: draft.type,
    code: draft.code,
    kind: draft.kind,
    parent: [draft.unwantedParents, draft.moreParents]
  });
  const errors = new FieldErrors(submission.error, ['type', 'code', 'parent', ...fieldsOf(type)], changed);
  return (
    <>
      <h2 className="jp-openbis-title">{trans.__('New object')}</h2>
      <p>{parent ? trans.__('Derived from %1, in %2', parent, place) : trans.__('In %1', place)}</p>
      <SubmissionForm
        {...{ submission, errors }}
        confirmation={plan => <CreationConfirmation submission={submission} plan={plan} />}
        onDiscard={() => {
          creations.discard();
          submission.reset();
        }}
      >
        {kinds.length > 1 && <KindField kinds={kinds} kind={kind} />}
        <Field label={trans.__('Type')} description={type?.description} mandatory errors={errors.of('type')}>
          {links => (
            <Combobox
              options={typeOptions(types.value ?? [], recentChoices.types(target.connection, kind), trans)}
              value={draft.type}
              onChange={code => creations.change({ type: code })}
              links={links}
              placeholder={trans.__('Choose a type')}
              isLoading={!types.value && !types.error}
            />
          )}
        </Field>
        <Problem error={types.error} retry={types.retry} />
        <CodeField isGenerated={type?.generatesCodes ?? false} errors={errors.of('code')} />
        {type && (
          <PropertyFields
            type={type}
            values={draft.props}
            onChange={values => creations.change({ props: values })}
            errors={errors}
          />
        )}
        {kind === 'sample' && (
          <ParentsField
            proposed={parent ? [parent] : []}
            draft={draft}
            about={trans.__('Samples it is derived from.')}
            addLabel={trans.__('Add parent sample')}
            placeholder={trans.__('/SPACE/PROJECT/CODE or permId')}
            onChange={({ unwantedParents, moreParents }) =>
              creations.change({
                ...(unwantedParents && { unwantedParents: [...unwantedParents] }),
                ...(moreParents && { moreParents: [...moreParents] })
              })
            }
            errors={errors.of('parent')}
          />
        )}
      </SubmissionForm>
    </>
  );
}

function KindField({ kinds, kind }: { kinds: CreatableKind[]; kind: CreatableKind }): JSX.Element {
  const { trans, creations } = useServices();
  return (
    <Field label={trans.__('Kind')}>
      {links => (
        <select
          {...links}
          className="jp-mod-styled"
          value={kind}
          onChange={event => creations.change({ kind: event.target.value, type: '' })}
        >
          {kinds.map(each => (
            <option key={each} value={each}>
              {kindTitle(each, trans)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function CodeField({ isGenerated, errors }: { isGenerated: boolean; errors: string[] }): JSX.Element {
  const { trans, creations } = useServices();
  return (
    <Field
      label={trans.__('Code')}
      description={isGenerated ? trans.__('Leave empty to have openBIS generate it.') : null}
      mandatory={!isGenerated}
      errors={errors}
    >
      {links => (
        <input
          {...links}
          type="text"
          className="jp-mod-styled"
          autoComplete="off"
          spellCheck={false}
          value={creations.draft.code}
          onChange={event => creations.change({ code: event.target.value })}
        />
      )}
    </Field>
  );
}
