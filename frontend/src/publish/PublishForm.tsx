import React from 'react';

import { NOTEBOOK_PROPERTIES } from '../api';
import { useServices } from '../app/services';
import { EntityPicker } from '../browse/entities/EntityPicker';
import { Field } from '../common/fields/Field';
import { useModels } from '../common/models/model';
import { ConnectionPicker } from '../connections/ConnectionPicker';
import { Notebook } from '../host/host';
import { FilesField } from '../upload/FilesField';
import { ParentsField } from '../upload/ParentsField';
import { PropertyFields } from '../properties/PropertyFields';
import { SubmissionForm } from '../upload/submission/SubmissionForm';
import { TypeField } from '../upload/TypeField';
import { useDataSetNames } from '../upload/useDataSetNames';
import { EnvironmentChoice } from './EnvironmentChoice';
import { PublicationConfirmation } from './PublicationConfirmation';
import { PublicationResult } from './PublicationResult';
import { PreviousVersions } from './PreviousVersions';
import { nameOfNotebook } from './publications';
import { TargetChoice } from './TargetChoice';
import { otherProperties, Publication, usePublication } from './usePublication';

/**
 * Publishes the notebook in front as openBIS's ELN does: one data set with the notebook, a page of it, and its environment;
 * or the same as files of a sample or experiment.
 */
export function PublishForm(): JSX.Element {
  const { trans, host, connections, publications } = useServices();
  useModels(publications, connections);
  const { notebook } = host;
  return (
    <section aria-label={trans.__('Publish')}>
      <h2 className="jp-openbis-title">{trans.__('Publish this notebook')}</h2>
      {notebook ? (
        <>
          <ConnectionPicker />
          {connections.current && <Form key={JSON.stringify(publications.draftKey)} notebook={notebook} />}
        </>
      ) : (
        <p>{trans.__('Open the notebook that you want to publish.')}</p>
      )}
    </section>
  );
}

function Form({ notebook }: { notebook: Notebook }): JSX.Element {
  const { trans, publications } = useServices();
  const publication = usePublication(notebook);
  const { draft, change, errors, type } = publication;
  const others = otherProperties(type);
  const parents = [...publication.proposed, ...draft.moreParents];
  const names = useDataSetNames(publication.connection, parents);
  return (
    <>
      {publication.job && <PublicationResult job={publication.job} />}
      <PreviousVersions versions={publication.versions} draftKey={publications.draftKey} />
      <SubmissionForm
        {...publication}
        confirmation={plan => <PublicationConfirmation submission={publication.submission} plan={plan} />}
        onDiscard={() => publications.clear()}
      >
        <Description {...publication} path={notebook.path} />
        {publication.hasTargets && (
          <TargetChoice target={publication.target} onChange={target => change({ target })} />
        )}
        {publication.needsType && (
          <TypeField
            types={publication.types}
            value={draft.type}
            onChange={chosen => change({ type: chosen })}
            errors={errors.of('type')}
          />
        )}
        {others && (
          <PropertyFields
            type={others}
            values={draft.props}
            onChange={props => change({ props })}
            errors={errors}
          />
        )}
        <ParentsField
          proposed={publication.proposed}
          names={names}
          draft={draft}
          about={
            publication.target === 'dataSet' || publication.proposed.length
              ? undefined
              : trans.__('Data sets that the notebook has used.')
          }
          onChange={change}
          errors={errors.of('parent')}
        />
        <EnvironmentChoice
          notebook={notebook}
          isWanted={draft.withEnvironment}
          onChange={withEnvironment => change({ withEnvironment })}
        />
        <FilesField
          legend={trans.__('More files')}
          files={draft.files}
          onChange={files => change({ files })}
          errors={errors.of('file')}
        />
      </SubmissionForm>
    </>
  );
}

/** Name, notes and owner. */
function Description({
  draft,
  change,
  connection,
  errors,
  path
}: Publication & { path: string }): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <p className="jp-openbis-ellipsis" title={path}>
        {path}
      </p>
      <Field label={trans.__('Name')} errors={errors.of('name', `prop.${NOTEBOOK_PROPERTIES.name}`)}>
        {links => (
          <input
            {...links}
            type="text"
            className="jp-mod-styled"
            value={draft.name ?? nameOfNotebook(path)}
            onChange={event => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={trans.__('Notes')} errors={errors.of('notes', `prop.${NOTEBOOK_PROPERTIES.notes}`)}>
        {links => (
          <textarea
            {...links}
            className="jp-mod-styled"
            rows={3}
            value={draft.notes}
            onChange={event => change({ notes: event.target.value })}
          />
        )}
      </Field>
      <EntityPicker
        label={trans.__('Sample or experiment')}
        connection={connection}
        value={draft.owner}
        onChange={owner => change({ owner })}
        mandatory
        errors={errors.of('entityIdentifier')}
      />
    </>
  );
}
