import React from 'react';

import { Notebook } from '../../host/host';
import { useModels } from '../../state/model';
import { nameOfNotebook } from '../../state/publications';
import { EntityPicker } from '../browse/EntityPicker';
import { ConnectionPicker } from '../connections/ConnectionPicker';
import { Field } from '../common/Field';
import { useServices } from '../services';
import { FilesField } from '../upload/FilesField';
import { ParentsField } from '../upload/ParentsField';
import { PropertyFields } from '../upload/PropertyFields';
import { SendingForm } from '../upload/SendingForm';
import { TypeField } from '../upload/TypeField';
import { EnvironmentChoice } from './EnvironmentChoice';
import { Outcome } from './Outcome';
import { otherProperties, Publication, usePublication } from './usePublication';

/** Publishes the notebook in front as openBIS's ELN does: one data set with the notebook, a page of it, and its environment. */
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
          {connections.current && <Form key={JSON.stringify(publications.place)} notebook={notebook} />}
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
  return (
    <>
      {publication.job && <Outcome job={publication.job} />}
      <SendingForm {...publication} verb={trans.__('Publish')} onDiscard={() => publications.discard()}>
        <Description {...publication} path={notebook.path} />
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
          draft={draft}
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
      </SendingForm>
    </>
  );
}

/** Name, notes and place. */
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
      <Field label={trans.__('Name')} errors={errors.of('name', 'prop.$NAME')}>
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
      <Field label={trans.__('Notes')} errors={errors.of('notes', 'prop.NOTES')}>
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
