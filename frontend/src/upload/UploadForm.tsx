import React from 'react';

import { useServices } from '../app/services';
import { EntityPicker } from '../browse/entities/EntityPicker';
import { useModels } from '../common/models/model';
import { nameOf } from '../common/paths';
import { ConnectionPicker } from '../connections/ConnectionPicker';
import { FilesField } from './FilesField';
import { ParentsField } from './ParentsField';
import { PropertyFields } from '../properties/PropertyFields';
import { DataSetConfirmation } from './submission/DataSetConfirmation';
import { SubmissionForm } from './submission/SubmissionForm';
import { TypeField } from './TypeField';
import { useDataSetNames } from './useDataSetNames';
import { useRequirements } from './useRequirements';
import { Upload, useUpload } from './useUpload';

/** The upload form. Its draft is kept for the notebook and the connection until it is sent. */
export function UploadForm(): JSX.Element {
  const { trans, host, uploads, connections, navigation } = useServices();
  useModels(uploads, connections);
  return (
    <section aria-label={trans._p('noun', 'Upload')}>
      <h2 className="jp-openbis-title">{trans.__('Upload to openBIS')}</h2>
      {host.notebook && (
        <p>
          <button type="button" className="jp-openbis-link" onClick={() => navigation.startTask('publish')}>
            {trans.__('Publish the notebook instead')}
          </button>
        </p>
      )}
      <ConnectionPicker />
      {connections.current && <Form key={JSON.stringify(uploads.draftKey)} />}
    </section>
  );
}

function Form(): JSX.Element {
  const { trans, uploads } = useServices();
  const upload = useUpload();
  const { draft, change, errors } = upload;
  const parents = [...upload.proposed, ...draft.moreParents];
  const names = useDataSetNames(upload.draftKey.connection, parents);
  return (
    <SubmissionForm
      {...upload}
      confirmation={plan => (
        <DataSetConfirmation submission={upload.submission} plan={plan} verb={trans.__('Upload')} />
      )}
      onDiscard={() => uploads.discard()}
    >
      <Files {...upload} />
      <TypeField
        types={upload.types}
        value={draft.type}
        onChange={type => change({ type })}
        errors={errors.of('type')}
      />
      <EntityPicker
        label={trans.__('Sample or experiment')}
        connection={upload.draftKey.connection}
        value={draft.owner}
        onChange={owner => change({ owner })}
        mandatory
        errors={errors.of('entityIdentifier')}
      />
      {upload.type && (
        <PropertyFields
          type={upload.type}
          values={draft.props}
          onChange={props => change({ props })}
          errors={errors}
        />
      )}
      <ParentsField
        proposed={upload.proposed}
        names={names}
        draft={draft}
        onChange={change}
        errors={errors.of('parent')}
      />
    </SubmissionForm>
  );
}

function Files({ draft, change, notebook, errors }: Upload): JSX.Element {
  const { trans, uploads } = useServices();
  const requirements = useRequirements(notebook, files => uploads.add(files));
  return (
    <FilesField
      legend={trans.__('Files')}
      files={draft.files}
      onChange={files => change({ files })}
      errors={errors.of('file')}
      more={requirements.entries}
      after={requirements.outcome}
    >
      {notebook && (
        <label className="jp-openbis-check">
          <input
            type="checkbox"
            checked={draft.withNotebook}
            onChange={event => change({ withNotebook: event.target.checked })}
          />
          <span className="jp-openbis-ellipsis" title={notebook.path}>
            {trans.__('The notebook %1', nameOf(notebook.path))}
          </span>
        </label>
      )}
    </FilesField>
  );
}
