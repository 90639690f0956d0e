import { DownloadRequest, Job, JobWithDownloads, TransfersApi } from '../api';
import { newKey } from '../common/models/keys';
import { Renames } from '../common/models/renames';
import { ConnectionsModel } from '../connections/connections';
import { Host, Notebook } from '../host/host';
import {
  historyIdOf,
  recordDownloads,
  recordHistoryId,
  recordPublishedFiles,
  recordUpload
} from '../notebook/provenance';
import { PendingRecords } from './pendingRecords';
import { isActive, TransfersModel } from './transfers';

/**
 * Starts downloads, and records results of downloads, uploads and publications in the metadata of their notebook, as soon
 * as the transfer has ended and the notebook is open.
 */
export class TransferRecorder {
  constructor(
    private readonly api: TransfersApi,
    private readonly transfers: TransfersModel,
    private readonly connections: ConnectionsModel,
    private readonly host: Host,
    private readonly renames: Renames,
    private readonly pendingRecords: PendingRecords
  ) {}

  /** Record results when transfers end and when notebooks open. */
  start(): void {
    const record = () => void this.recordFinished();
    this.transfers.changed.connect(record);
    this.connections.changed.connect(record);
    this.host.changed.connect(record);
    this.renames.happened.connect((_, rename) => this.pendingRecords.renameNotebook(rename));
  }

  /**
   * Start a download. Throws `ApiError`.
   *
   * @param key Idempotency key.
   * @param notebook Path of the notebook that records the result; null: none.
   */
  startDownload(request: DownloadRequest, key: string, notebook: string | null): Promise<Job> {
    const { mark } = this.renames;
    return this.transfers.startJob(async api => {
      const job = await api.startDownload(request, key);
      if (notebook !== null) {
        this.pendingRecords.add(job.id, this.renames.current(notebook, mark));
      }
      return job;
    });
  }

  /** Record the result of a job in a notebook when it ends; an empty path is no notebook. */
  recordLater(job: Job, notebook: string): void {
    if (notebook) {
      this.pendingRecords.add(job.id, notebook);
    }
  }

  /** Resume a cancelled or failed download for the same notebook. Throws `ApiError`. */
  async resume(job: Job): Promise<Job> {
    const { connection, permIds, folder, options } = await this.api.get(job.id);
    const subjects = job.subjects
      .filter(each => each.name !== null)
      .map(each => ({ ...each, reference: each.reference ?? '' }));
    const request = { connection, permIds, folder: folder ?? '', ...options, subjects };
    return this.startDownload(request, newKey(), this.pendingRecords.notebookOf(job.id));
  }

  private async recordFinished(): Promise<void> {
    const { jobs } = this.transfers;
    if (jobs === null || this.connections.root === '') {
      return;
    }
    this.pendingRecords.forgetOthers(new Set(jobs.map(job => job.id)));
    for (const pending of this.pendingRecords.all) {
      const job = jobs.find(each => each.id === pending.job);
      if (job && this.opened(job.id) && !isActive(job) && this.pendingRecords.isPending(job.id)) {
        await this.record(job.id);
      }
    }
  }

  /** Return the notebook of a transfer, if it is open. */
  private opened(job: string): Notebook | undefined {
    const path = this.pendingRecords.notebookOf(job);
    return this.host.notebooks.find(each => each.path === path);
  }

  private async record(job: string): Promise<void> {
    this.pendingRecords.markRecorded(job, true); // before the request: another window may record it, too
    let done: JobWithDownloads;
    try {
      done = await this.api.get(job);
    } catch {
      this.pendingRecords.markRecorded(job, false); // the next change tries again
      return;
    }
    const notebook = this.opened(job);
    if (notebook === undefined) {
      this.pendingRecords.markRecorded(job, false); // it was closed meanwhile; it is recorded when it is opened again
      return;
    }
    if (done.downloads.length || registeredDataSets(done).length || done.fileUpload) {
      await this.writeToNotebook(notebook, done);
    }
  }

  private async writeToNotebook(notebook: Notebook, done: JobWithDownloads): Promise<void> {
    const isSaved = !notebook.hasUnsavedChanges;
    if (done.downloads.length) {
      recordDownloads(notebook, this.connections.root, done.downloads);
    }
    for (const permId of registeredDataSets(done)) {
      recordUpload(notebook, permId, done.statusText ?? '');
    }
    if (done.fileUpload) {
      recordPublishedFiles(notebook, done.fileUpload);
    }
    if (done.historyId && done.historyId !== historyIdOf(notebook)) {
      recordHistoryId(notebook, done.historyId);
    }
    if (isSaved) {
      await notebook.save().catch(() => undefined); // Jupyter reports the error
    }
  }
}

/** Return the data sets that an upload or a publication has registered. */
function registeredDataSets({ kind, state, permIds, isOfOwner }: Job): string[] {
  return kind !== 'download' && state === 'done' && !isOfOwner ? permIds : [];
}
