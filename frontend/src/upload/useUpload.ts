import { DataSetType } from '../api';
import { useServices } from '../app/services';
import { FieldErrors } from '../common/fields/fieldErrors';
import { useChangedFields } from '../common/fields/useChangedFields';
import { useModels } from '../common/models/model';
import { Notebook } from '../host/host';
import { saveChanges } from '../notebook/saving';
import { valuesOf } from './fieldValues';
import { proposedParents, wantedParents } from './parents';
import { fieldsOf } from '../properties/properties';
import { DraftKey } from './submission/drafts';
import { SubmissionState, useSubmission } from './submission/useSubmission';
import { filesOf, UploadDraft, uploadRequest } from './uploads';
import { DataSetTypes, useDataSetTypes } from './useDataSetTypes';

export interface Upload {
  draft: UploadDraft;
  draftKey: DraftKey;
  change: (changes: Partial<UploadDraft>) => void;
  notebook: Notebook | null;
  types: DataSetTypes;
  type: DataSetType | undefined;
  proposed: string[];
  submission: SubmissionState;
  errors: FieldErrors;
}

/** State and actions of the upload form. */
export function useUpload(): Upload {
  const { api, host, uploads, connections, navigation, recentChoices } = useServices();
  useModels(uploads, uploads.submissions);
  const types = useDataSetTypes();
  const { draft, draftKey } = uploads;
  const { notebook } = host;
  const type = types.find(draft.type);
  const proposed = proposedParents(notebook, connections.current);
  const request = (of: UploadDraft, at: DraftKey) => uploadRequest(of, at, type, wantedParents(proposed, of));
  const submission = useSubmission(uploads, uploads.submissions, {
    save: () => saveChanges(draft.withNotebook ? notebook : null),
    plan: (of, at) => api.transfers.planUpload(request(of, at)),
    start: async (transfers, key, of, at) => {
      const job = await transfers.startUpload(request(of, at), key);
      recentChoices.useOwner(at.connection, of.owner);
      recentChoices.useType(at.connection, 'dataSet', of.type);
      return job;
    },
    onSubmitted: () => navigation.showTab('transfers')
  });
  const changed = useChangedFields(submission.error, {
    ...valuesOf(draft),
    file: filesOf(draft, draftKey)
  });
  const fields = ['type', 'entityIdentifier', 'parent', 'file', ...fieldsOf(type)];
  const errors = new FieldErrors(submission.error, fields, changed);
  const change = (changes: Partial<UploadDraft>) => uploads.change(changes);
  return { draft, draftKey, change, notebook, types, type, proposed, submission, errors };
}
