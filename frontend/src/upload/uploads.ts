import { DataSetType, Job, PropertyValue, UploadRequest } from '../api';
import { Host } from '../host/host';
import { ParentsDraft } from '../upload/parents';
import { propsOf } from '../upload/properties';
import { ConnectionsModel } from './connections';
import { BrowserStore } from './browserStore';
import { Draft, Drafts, Place } from './drafts';
import { Renames } from './renames';
import { Sendings } from './sendings';
import { TransfersModel } from './transfers';

/** A data set as far as the user has described it. */
export interface UploadDraft extends Draft, ParentsDraft {
  /** Whether the notebook in front is sent, too. */
  withNotebook: boolean;
  /** Files and folders, relative to Jupyter's root folder. */
  files: ReadonlyArray<string>;
  /** Code of the data set type. */
  type: string;
  /** Identifier or permId of a sample or experiment. */
  owner: string;
  /** Property code to what was typed; also of types that were chosen before. */
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

/** What the user is about to upload, for each connection and notebook, and what became of it. */
export class UploadsModel extends Drafts<UploadDraft> {
  readonly sendings: Sendings<UploadDraft>;

  /**
   * @param stores Where drafts and sendings outlive a reload.
   * @param onBegun Told of each job that begins.
   */
  constructor(
    connections: ConnectionsModel,
    host: Host,
    transfers: TransfersModel,
    renames: Renames,
    stores: { drafts: BrowserStore; sendings: BrowserStore },
    onBegun: (job: Job, place: Place) => void
  ) {
    super(connections, host, EMPTY, renames, stores.drafts);
    this.sendings = new Sendings(this, transfers, renames, stores.sendings, onBegun);
  }

  /** Add files and folders. Whoever begins with them, and not with the form, does not want to send the notebook, too. */
  propose(paths: ReadonlyArray<string>): void {
    const { draft } = this;
    this.change({ withNotebook: draft !== EMPTY && draft.withNotebook });
    this.add(paths);
  }

  add(paths: ReadonlyArray<string>): void {
    this.change({ files: [...new Set([...this.draft.files, ...paths])] });
  }
}

/** All that is sent, relative to Jupyter's root folder. */
export function filesOf(draft: UploadDraft, place: Place): string[] {
  const notebook = draft.withNotebook && place.notebook ? [place.notebook] : [];
  return [...new Set([...notebook, ...draft.files])];
}

export function uploadRequest(
  draft: UploadDraft,
  place: Place,
  type: DataSetType | undefined,
  parents: string[]
): UploadRequest {
  return {
    connection: place.connection,
    type: draft.type,
    entityIdentifier: draft.owner,
    files: filesOf(draft, place),
    parents,
    props: propsOf(type, draft.props)
  };
}
