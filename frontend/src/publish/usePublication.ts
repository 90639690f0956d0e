import { DataSetType, Job } from '../../api';
import { Notebook } from '../../host/host';
import { isKnown } from '../../notebook/environment';
import { saveRequirements } from '../../notebook/saveRequirements';
import { saveChanges } from '../../notebook/saving';
import { Place } from '../../state/drafts';
import { useModels } from '../../state/model';
import {
  ensuredHistoryId,
  NOTEBOOK_TYPE,
  OWN_PROPERTIES,
  PublicationDraft,
  publishRequest
} from '../../state/publications';
import { FieldErrors } from '../../upload/fieldErrors';
import { proposedParents, wantedParents } from '../../upload/parents';
import { fieldsOf } from '../../upload/properties';
import { useServices } from '../services';
import { DataSetTypes, useDataSetTypes } from '../upload/useDataSetTypes';
import { SendingState, useSending } from '../upload/useSending';

export interface Publication {
  draft: PublicationDraft;
  change: (changes: Partial<PublicationDraft>) => void;
  connection: string;
  types: DataSetTypes;
  type: DataSetType | undefined;
  /** Whether openBIS has no type for notebooks, so that the user has to choose one. */
  needsType: boolean;
  proposed: string[];
  sending: SendingState;
  errors: FieldErrors;
  /** The last one of this notebook. */
  job: Job | null;
}

/** What the form of a publication shows and does. */
export function usePublication(notebook: Notebook): Publication {
  const { api, trans, publications, connections } = useServices();
  useModels(publications, publications.sendings);
  const types = useDataSetTypes();
  const { draft, place } = publications;
  const ownType = types.find(NOTEBOOK_TYPE);
  const type = ownType ?? types.find(draft.type);
  const proposed = proposedParents(notebook, connections.current);
  const request = (of: PublicationDraft, at: Place) =>
    publishRequest(of, at, type, wantedParents(proposed, of), ensuredHistoryId(notebook));
  const sending = useSending(publications, publications.sendings, {
    prepare: async () => {
      if (draft.withEnvironment && isKnown(notebook.language)) {
        await saveRequirements(notebook, api.notebook, trans);
      }
      ensuredHistoryId(notebook);
    },
    save: () => saveChanges(notebook),
    plan: (of, at) => api.transfers.planPublishing(request(of, at)),
    start: (transfers, key, of, at) => transfers.startPublishing(request(of, at), key)
  });
  const fields = ['type', 'entityIdentifier', 'parent', 'file', 'name', 'notes', ...fieldsOf(type)];
  return {
    draft,
    change: changes => publications.change(changes),
    connection: place.connection,
    types,
    type,
    needsType: types.all !== null && !ownType,
    proposed,
    sending,
    errors: new FieldErrors(
      sending.error,
      fields.filter(each => each !== 'prop.$HISTORY_ID')
    ),
    job: publications.sendings.lastJob(place)
  };
}

/** Properties that have no field of their own in the form. */
export function otherProperties(type: DataSetType | undefined): DataSetType | null {
  const others = (type?.propertyAssignments ?? []).filter(({ code }) => !OWN_PROPERTIES.includes(code));
  return type && others.length ? { ...type, propertyAssignments: others } : null;
}
