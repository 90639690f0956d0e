import { FileUploadPlan, FileUploadRequest } from '../../api';
import { BrowserStore } from '../../common/models/browserStore';
import { Renames } from '../../common/models/renames';
import { ConnectionsModel } from '../../connections/connections';
import { Host } from '../../host/host';
import { FilePlace } from '../../transfers/download/filePlace';
import { TransfersModel } from '../../transfers/transfers';
import { Draft, DraftKey, Drafts } from '../submission/drafts';
import { Submissions } from '../submission/submissions';

/** A draft of an upload to a sample or experiment itself. */
export interface FileUploadDraft extends Draft {
  /** Identifier of the sample or experiment; empty while none is chosen. */
  owner: string;
  /** Its name. */
  name: string;
  /** Target folder, from the folder of the owner on; empty for that folder. */
  folder: string;
}

const EMPTY: FileUploadDraft = { files: [], owner: '', name: '', folder: '' };

/** Drafts of uploads to samples and experiments by connection, and their submissions. */
export class FileUploadsModel extends Drafts<FileUploadDraft> {
  readonly submissions: Submissions<FileUploadDraft>;
  private isCheckWanted = false;

  /** @param stores Keep drafts and submissions through a reload. */
  constructor(
    connections: ConnectionsModel,
    host: Host,
    transfers: TransfersModel,
    renames: Renames,
    stores: { drafts: BrowserStore; submissions: BrowserStore }
  ) {
    super(connections, host, EMPTY, renames, stores.drafts);
    this.submissions = new Submissions(this, transfers, renames, stores.submissions, () => undefined);
  }

  get draftKey(): DraftKey {
    return { ...super.draftKey, notebook: '' };
  }

  /**
   * Set the target. Files of a draft for the same sample or experiment are kept.
   *
   * @param files Files that were dropped on the target: the form checks them at once.
   */
  begin({ name, owner = '' }: FilePlace, folder: string, files: ReadonlyArray<string> = []): void {
    const kept = this.draft.owner === owner && !files.length ? this.draft.files : [];
    this.isCheckWanted = files.length > 0;
    this.change({ owner, name, folder, files: files.length ? files : kept });
  }

  /** Return whether the form has to check the draft at once, and reset that. */
  consumeCheckRequest(): boolean {
    const isWanted = this.isCheckWanted;
    this.isCheckWanted = false;
    return isWanted;
  }
}

/** Return the request of a draft. Files are replaced only if the user has seen which ones. */
export function fileUploadRequest(
  { owner, files, folder }: FileUploadDraft,
  { connection }: DraftKey,
  plan: FileUploadPlan | null
): FileUploadRequest {
  const replace = plan !== null && plan.existing.length > 0;
  return { connection, entityIdentifier: owner, files: [...files], folder: folder.trim(), replace };
}
