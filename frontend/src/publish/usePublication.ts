import {
  DataSetType,
  Job,
  NOTEBOOK_PROPERTIES,
  NOTEBOOK_TYPE,
  PublicationPlan,
  PublicationTarget
} from '../api';
import { useServices } from '../app/services';
import { FieldErrors } from '../common/fields/fieldErrors';
import { useChangedFields } from '../common/fields/useChangedFields';
import { useModels } from '../common/models/model';
import { Notebook } from '../host/host';
import { kernelLanguage } from '../notebook/environment';
import { saveRequirements } from '../notebook/saveRequirements';
import { saveChanges } from '../notebook/saving';
import { valuesOf } from '../upload/fieldValues';
import { proposedParents, wantedParents } from '../upload/parents';
import { fieldsOf } from '../properties/properties';
import { DraftKey } from '../upload/submission/drafts';
import { SubmissionState, useSubmission } from '../upload/submission/useSubmission';
import { DataSetTypes, useDataSetTypes } from '../upload/useDataSetTypes';
import { ensuredHistoryId, OWN_PROPERTIES, PublicationDraft, publishRequest } from './publications';
import { PublishedVersions, useLastVersion } from './useLastVersion';

export interface Publication {
  draft: PublicationDraft;
  change: (changes: Partial<PublicationDraft>) => void;
  connection: string;
  types: DataSetTypes;
  type: DataSetType | undefined;
  target: PublicationTarget;
  /** Whether the user can choose the target: openBIS keeps files of samples and experiments. */
  hasTargets: boolean;
  /** Whether openBIS has no type for notebooks, so that the user has to choose one. */
  needsType: boolean;
  proposed: string[];
  submission: SubmissionState<PublicationPlan>;
  errors: FieldErrors;
  /** The last one of this notebook. */
  job: Job | null;
  versions: PublishedVersions;
}

/** State and actions of the publication form. */
export function usePublication(notebook: Notebook): Publication {
  const { api, host, trans, publications, connections, recentChoices } = useServices();
  useModels(publications, publications.submissions);
  const types = useDataSetTypes(true);
  const { draft, draftKey } = publications;
  const ownType = types.find(NOTEBOOK_TYPE);
  const target: PublicationTarget =
    draft.target === 'files' && types.hasFileServer !== false ? 'files' : 'dataSet';
  const isDataSet = target === 'dataSet';
  const type = isDataSet ? (ownType ?? types.find(draft.type)) : undefined;
  const proposed = proposedParents(notebook, connections.current);
  const request = (of: PublicationDraft, at: DraftKey) =>
    publishRequest(of, at, target, type, wantedParents(proposed, of), ensuredHistoryId(notebook));
  const job = publications.submissions.lastJob(draftKey);
  const versions = useLastVersion(notebook, draftKey, types, proposed, job);
  const submission = useSubmission(publications, publications.submissions, {
    prepare: async waiting => {
      if (draft.withEnvironment && kernelLanguage(notebook.language)) {
        await saveRequirements(notebook, api.notebook, host, trans, {
          withoutLabel: trans.__('Publish without the package list'),
          ...waiting
        });
      }
      ensuredHistoryId(notebook);
    },
    save: () => saveChanges(notebook),
    plan: (of, at) => api.transfers.planPublishing(request(of, at)),
    start: async (transfers, key, of, at) => {
      const started = await transfers.startPublishing(request(of, at), key);
      recentChoices.useOwner(at.connection, of.owner);
      if (isDataSet && !ownType) {
        recentChoices.useType(at.connection, 'dataSet', of.type);
      }
      return started;
    }
  });
  const changed = useChangedFields(submission.error, {
    ...valuesOf(draft),
    file: draft.files,
    name: draft.name,
    [`prop.${NOTEBOOK_PROPERTIES.name}`]: draft.name,
    notes: draft.notes,
    [`prop.${NOTEBOOK_PROPERTIES.notes}`]: draft.notes
  });
  const typeFields = isDataSet ? ['type', ...fieldsOf(type)] : [];
  const fields = ['entityIdentifier', 'parent', 'file', 'name', 'notes', ...typeFields];
  return {
    draft,
    change: changes => publications.change(changes),
    connection: draftKey.connection,
    types,
    type,
    target,
    hasTargets: types.hasFileServer === true,
    needsType: isDataSet && types.all !== null && !ownType,
    proposed,
    submission,
    errors: new FieldErrors(
      submission.error,
      fields.filter(each => each !== `prop.${NOTEBOOK_PROPERTIES.historyId}`),
      changed
    ),
    job,
    versions
  };
}

/** Properties that have no field of their own in the form. */
export function otherProperties(type: DataSetType | undefined): DataSetType | null {
  const others = (type?.propertyAssignments ?? []).filter(({ code }) => !OWN_PROPERTIES.includes(code));
  return type && others.length ? { ...type, propertyAssignments: others } : null;
}
