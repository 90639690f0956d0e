import { DataSetType } from '../../api';
import { Notebook } from '../../host/host';
import { saveChanges } from '../../notebook/saving';
import { Place } from '../../state/drafts';
import { useModels } from '../../state/model';
import { UploadDraft, uploadRequest } from '../../state/uploads';
import { FieldErrors } from '../../upload/fieldErrors';
import { proposedParents, wantedParents } from '../../upload/parents';
import { fieldsOf } from '../../upload/properties';
import { useServices } from '../services';
import { DataSetTypes, useDataSetTypes } from './useDataSetTypes';
import { SendingState, useSending } from './useSending';

export interface Upload {
  draft: UploadDraft;
  place: Place;
  change: (changes: Partial<UploadDraft>) => void;
  notebook: Notebook | null;
  types: DataSetTypes;
  type: DataSetType | undefined;
  proposed: string[];
  sending: SendingState;
  errors: FieldErrors;
}

/** What the upload form shows and does. */
export function useUpload(): Upload {
  const { api, host, uploads, connections, navigation } = useServices();
  useModels(uploads, uploads.sendings);
  const types = useDataSetTypes();
  const { draft, place } = uploads;
  const { notebook } = host;
  const type = types.find(draft.type);
  const proposed = proposedParents(notebook, connections.current);
  const request = (of: UploadDraft, at: Place) => uploadRequest(of, at, type, wantedParents(proposed, of));
  const sending = useSending(uploads, uploads.sendings, {
    save: () => saveChanges(draft.withNotebook ? notebook : null),
    plan: (of, at) => api.transfers.planUpload(request(of, at)),
    start: (transfers, key, of, at) => transfers.startUpload(request(of, at), key),
    onSent: () => navigation.show('transfers')
  });
  const errors = new FieldErrors(sending.error, [
    'type',
    'entityIdentifier',
    'parent',
    'file',
    ...fieldsOf(type)
  ]);
  const change = (changes: Partial<UploadDraft>) => uploads.change(changes);
  return { draft, place, change, notebook, types, type, proposed, sending, errors };
}
