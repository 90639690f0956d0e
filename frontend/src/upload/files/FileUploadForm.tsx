import React, { useEffect, useRef } from 'react';

import { FileUploadPlan } from '../../api';
import { useServices } from '../../app/services';
import { useFileDrop } from '../../browse/files/useFileDrop';
import { Field } from '../../common/fields/Field';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { useChangedFields } from '../../common/fields/useChangedFields';
import { useModels } from '../../common/models/model';
import { saveChanges } from '../../notebook/saving';
import { FilesField } from '../FilesField';
import { SubmissionForm } from '../submission/SubmissionForm';
import { SubmissionState, useSubmission } from '../submission/useSubmission';
import { FileUploadConfirmation } from './FileUploadConfirmation';
import { FileUploadDraft, fileUploadRequest } from './fileUploads';

/** Uploads files to a sample or experiment itself. */
export function FileUploadForm(): JSX.Element {
  const { trans, fileUploads, connections, navigation } = useServices();
  useModels(fileUploads, connections);
  const { owner, name } = fileUploads.draft;
  return (
    <section aria-label={trans.__('Upload files')}>
      <h2 className="jp-openbis-title">
        {owner ? trans.__('Upload files to %1', name) : trans.__('Upload files')}
      </h2>
      {owner ? (
        <>
          <p className="jp-openbis-description">{owner}</p>
          <Form key={JSON.stringify(fileUploads.draftKey)} />
        </>
      ) : (
        <>
          <p>
            {trans.__(
              'Choose the sample or experiment for the files: its details have the button for this form.'
            )}
          </p>
          <button
            type="button"
            className="jp-openbis-button jp-mod-styled"
            onClick={() => navigation.showTab('browse')}
          >
            {trans.__('Browse')}
          </button>
        </>
      )}
    </section>
  );
}

function Form(): JSX.Element {
  const { trans, fileUploads } = useServices();
  const { draft } = fileUploads;
  const { submission, errors } = useFileUpload();
  const change = (changes: Partial<FileUploadDraft>) => fileUploads.change(changes);
  const area = useRef<HTMLDivElement>(null);
  const isDropTarget = useFileDrop(area, paths =>
    change({ files: [...new Set([...draft.files, ...paths])] })
  );
  return (
    <div ref={area} className={isDropTarget ? 'jp-openbis-drop' : undefined}>
      <SubmissionForm
        submission={submission}
        errors={errors}
        confirmation={plan => <FileUploadConfirmation submission={submission} plan={plan} />}
        onDiscard={() => change({ files: [], folder: '' })}
      >
        <FilesField
          legend={trans.__('Files')}
          files={draft.files}
          onChange={files => change({ files })}
          errors={errors.of('file')}
        />
        <Field
          label={trans.__('Folder in openBIS')}
          description={trans.__('It is created if it does not exist.')}
          errors={errors.of('folder')}
        >
          {links => (
            <input
              {...links}
              type="text"
              className="jp-mod-styled"
              spellCheck={false}
              placeholder={trans.__('Top folder')}
              value={draft.folder}
              onChange={event => change({ folder: event.target.value })}
            />
          )}
        </Field>
      </SubmissionForm>
    </div>
  );
}

/** State and actions of the form. */
function useFileUpload(): { submission: SubmissionState<FileUploadPlan>; errors: FieldErrors } {
  const { api, host, fileUploads, navigation, recentChoices } = useServices();
  useModels(fileUploads, fileUploads.submissions);
  const { draft } = fileUploads;
  const submission = useSubmission(fileUploads, fileUploads.submissions, {
    save: () => Promise.all(host.notebooks.filter(each => isSent(each.path, draft.files)).map(saveChanges)),
    plan: (of, at) => api.transfers.planFileUpload(fileUploadRequest(of, at, null)),
    start: async (transfers, key, of, at, plan) => {
      const job = await transfers.startFileUpload(fileUploadRequest(of, at, plan), key);
      recentChoices.know({ identifier: of.owner, name: of.name, kind: plan?.ownerKind ?? '' });
      recentChoices.useOwner(at.connection, of.owner);
      return job;
    },
    onSubmitted: () => navigation.showTab('transfers')
  });
  useEffect(() => {
    if (fileUploads.consumeCheckRequest()) {
      void submission.check();
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the form opens
  }, []);
  const { files, folder, owner } = draft;
  const changed = useChangedFields(submission.error, { file: files, folder, entityIdentifier: owner });
  return { submission, errors: new FieldErrors(submission.error, ['file', 'folder'], changed) };
}

/** Whether a file, or a folder that holds it, is among the files to send. */
function isSent(path: string, files: ReadonlyArray<string>): boolean {
  return files.some(each => path === each || path.startsWith(`${each}/`));
}
