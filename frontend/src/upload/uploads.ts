import { DataSetType, Job, PropertyValue, UploadRequest } from '../api';
import { BrowserStore } from '../common/models/browserStore';
import { Renames } from '../common/models/renames';
import { ConnectionsModel } from '../connections/connections';
import { Host } from '../host/host';
import { TransfersModel } from '../transfers/transfers';
import { ParentsDraft } from './parents';
import { propsOf } from '../properties/properties';
import { Draft, Drafts, DraftKey } from './submission/drafts';
import { Submissions } from './submission/submissions';

/** A draft of a data set. */
export interface UploadDraft extends Draft, ParentsDraft {
  /** Whether the notebook in front is sent, too. */
  withNotebook: boolean;
  /** Files and folders, relative to Jupyter's root folder. */
  files: ReadonlyArray<string>;
  /** Code of the data set type. */
  type: string;
  /** Identifier or permId of a sample or experiment. */
  owner: string;
  /** Entered values by property code, including those of types that were selected before. */
  props: Readonly<Record<string, PropertyValue>>;
}

const EMPTY: UploadDraft = {
  withNotebook: true,
  files: [],
  type: '',
  owner: '',
  unwantedParents: [],
  moreParents: [],
  props: {}
};

/** Drafts of uploads by connection and notebook, and their submissions. */
export class UploadsModel extends Drafts<UploadDraft> {
  readonly submissions: Submissions<UploadDraft>;

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
    this.submissions = new Submissions(this, transfers, renames, stores.submissions, onStarted);
  }

  /** Add files and folders. In a new draft, the notebook is then not selected. */
  propose(paths: ReadonlyArray<string>): void {
    const { draft } = this;
    this.change({ withNotebook: draft !== EMPTY && draft.withNotebook });
    this.add(paths);
  }

  /** Set the sample or experiment, and add files if there are any. */
  begin(owner: string, files: ReadonlyArray<string> = []): void {
    if (files.length) {
      this.propose(files);
    }
    this.change({ owner });
  }

  add(paths: ReadonlyArray<string>): void {
    this.change({ files: [...new Set([...this.draft.files, ...paths])] });
  }
}

/** Return all files that are sent, relative to Jupyter's root folder. */
export function filesOf(draft: UploadDraft, draftKey: DraftKey): string[] {
  const notebook = draft.withNotebook && draftKey.notebook ? [draftKey.notebook] : [];
  return [...new Set([...notebook, ...draft.files])];
}

export function uploadRequest(
  draft: UploadDraft,
  draftKey: DraftKey,
  type: DataSetType | undefined,
  parents: string[]
): UploadRequest {
  return {
    connection: draftKey.connection,
    type: draft.type,
    entityIdentifier: draft.owner,
    files: filesOf(draft, draftKey),
    parents,
    props: propsOf(type, draft.props)
  };
}
