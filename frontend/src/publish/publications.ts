import {
  DataSetType,
  Job,
  NOTEBOOK_PROPERTIES,
  PropertyValue,
  PublicationTarget,
  PublishRequest
} from '../api';
import { BrowserStore } from '../common/models/browserStore';
import { newKey } from '../common/models/keys';
import { Renames } from '../common/models/renames';
import { ConnectionsModel } from '../connections/connections';
import { Host, Notebook } from '../host/host';
import { historyIdOf, recordHistoryId } from '../notebook/provenance';
import { TransfersModel } from '../transfers/transfers';
import { ParentsDraft } from '../upload/parents';
import { propsOf } from '../properties/properties';
import { Draft, Drafts, DraftKey, keyText } from '../upload/submission/drafts';
import { Submissions } from '../upload/submission/submissions';

/** Properties that have fields of their own in the form, or are set by it. */
export const OWN_PROPERTIES: ReadonlyArray<string> = Object.values(NOTEBOOK_PROPERTIES);

/** A draft of a publication. */
export interface PublicationDraft extends Draft, ParentsDraft {
  /** Null: the name of the notebook's file. */
  name: string | null;
  notes: string;
  owner: string;
  target: PublicationTarget;
  /** Files and folders besides the notebook, relative to Jupyter's root folder. */
  files: ReadonlyArray<string>;
  /** Whether the packages of the kernel are saved first. */
  withEnvironment: boolean;
  /** Code of the data set type, where openBIS has none for notebooks. */
  type: string;
  props: Readonly<Record<string, PropertyValue>>;
}

const EMPTY: PublicationDraft = {
  name: null,
  notes: '',
  owner: '',
  target: 'dataSet',
  files: [],
  withEnvironment: true,
  type: '',
  unwantedParents: [],
  moreParents: [],
  props: {}
};

/** Drafts of publications by connection and notebook, and their submissions. */
export class PublicationsModel extends Drafts<PublicationDraft> {
  readonly submissions: Submissions<PublicationDraft>;

  /**
   * @param stores Keep drafts and submissions through a reload.
   * @param onStarted Called with each job that starts.
   */
  constructor(
    connections: ConnectionsModel,
    host: Host,
    transfers: TransfersModel,
    renames: Renames,
    stores: { drafts: BrowserStore; submissions: BrowserStore },
    onStarted: (job: Job, draftKey: DraftKey) => void
  ) {
    super(connections, host, EMPTY, renames, stores.drafts);
    this.submissions = new Submissions(
      this,
      transfers,
      renames,
      stores.submissions,
      onStarted,
      draft => draft // the next version begins with the values of this one
    );
  }

  /** Begin the form of a notebook with the values of its last version, unless something was entered. */
  propose(values: Partial<PublicationDraft>, draftKey: DraftKey): void {
    this.proposals.set(keyText(draftKey), { ...EMPTY, ...values });
    this.emitChanged();
  }

  /** Whether the form shows the values of the last version, unchanged. */
  isProposed(draftKey: DraftKey): boolean {
    return this.hasProposal(draftKey) && this.isEmpty(draftKey);
  }

  hasProposal(draftKey: DraftKey): boolean {
    return this.proposals.has(keyText(draftKey));
  }

  /** Clear the form, also of the values of the last version. */
  clear(draftKey: DraftKey = this.draftKey): void {
    this.discard(draftKey);
    if (this.hasProposal(draftKey)) {
      this.change({ ...EMPTY }, draftKey);
    }
  }
}

/** Return the id of all versions of a notebook. It is recorded before the notebook is saved, so that the published copy has it. */
export function ensuredHistoryId(notebook: Notebook): string {
  const known = historyIdOf(notebook);
  if (known) {
    return known;
  }
  const made = newKey();
  recordHistoryId(notebook, made);
  return made;
}

/** The name that is proposed: that of the file. */
export function nameOfNotebook(path: string): string {
  return (path.split('/').pop() ?? '').replace(/(?<=.)\.[^.]*$/, '');
}

/** @param type The type of the data set; undefined for files, whose properties are name, notes and history id. */
export function publishRequest(
  draft: PublicationDraft,
  draftKey: DraftKey,
  target: PublicationTarget,
  type: DataSetType | undefined,
  parents: string[],
  historyId: string | null
): PublishRequest {
  const props = Object.entries(propsOf(type, draft.props)).filter(([code]) => !OWN_PROPERTIES.includes(code));
  return {
    connection: draftKey.connection,
    target,
    notebook: draftKey.notebook,
    entityIdentifier: draft.owner,
    name: draft.name, // by default, the server takes that of the notebook
    notes: draft.notes,
    parents,
    files: [...draft.files],
    type: type?.code,
    historyId,
    props: Object.fromEntries(props)
  };
}
