import { DownloadRequest, Job, JobWithDownloads, TransfersApi } from '../api';
import { Host, Notebook } from '../host/host';
import { Claim, Claims } from '../state/claims';
import { ConnectionsModel } from '../state/connections';
import { newKey } from '../state/keys';
import { Renames } from '../state/renames';
import { isActive, TransfersModel } from '../state/transfers';
import { historyIdOf, recordDownloads, recordHistoryId, recordUpload } from './provenance';

/**
 * Begins downloads, and notes in the notebook for which one was begun what it has brought, as soon as both are there;
 * the same for what was uploaded and published of a notebook.
 */
export class DownloadRecorder {
  constructor(
    private readonly api: TransfersApi,
    private readonly transfers: TransfersModel,
    private readonly connections: ConnectionsModel,
    private readonly host: Host,
    private readonly renames: Renames,
    private readonly claims: Claims
  ) {}

  /** Watch for downloads that end and for notebooks that open. */
  start(): void {
    const look = () => void this.look();
    this.transfers.changed.connect(look);
    this.connections.changed.connect(look);
    this.host.changed.connect(look);
    this.renames.happened.connect((_, rename) => this.claims.follow(rename));
  }

  /**
   * Begin a download. Throws `ApiError`.
   *
   * @param key The name of the click.
   * @param notebook Path of the notebook that it is for.
   */
  begin(request: DownloadRequest, key: string, notebook: string | null): Promise<Job> {
    const { mark } = this.renames;
    return this.transfers.begin(async api => {
      const job = await api.startDownload(request, key);
      if (notebook !== null) {
        this.claims.add(job.id, this.renames.current(notebook, mark));
      }
      return job;
    });
  }

  /** Note in a notebook what comes of a job; the empty path is no notebook. */
  claim(job: Job, notebook: string): void {
    if (notebook) {
      this.claims.add(job.id, notebook);
    }
  }

  /** Continue a download that was cancelled or has failed, for the same notebook. Throws `ApiError`. */
  async again(job: Job): Promise<Job> {
    const { connection, permIds, folder, options } = await this.api.get(job.id);
    const request = { connection, permIds, folder: folder ?? '', ...options };
    return this.begin(request, newKey(), this.claims.notebookOf(job.id));
  }

  private async look(): Promise<void> {
    const { jobs } = this.transfers;
    if (jobs === null || this.connections.root === '') {
      return;
    }
    this.claims.keepOnly(new Set(jobs.map(job => job.id)));
    for (const claim of this.claims.all) {
      const job = jobs.find(each => each.id === claim.job);
      const notebook = this.host.notebooks.find(each => each.path === claim.notebook);
      if (job && notebook && !isActive(job) && this.claims.isOpen(job.id)) {
        await this.settle(claim, notebook);
      }
    }
  }

  private async settle({ job }: Claim, notebook: Notebook): Promise<void> {
    this.claims.settle(job, true); // before anything else: another window looks, too
    let done: JobWithDownloads;
    try {
      done = await this.api.get(job);
    } catch {
      this.claims.settle(job, false); // there will be another look
      return;
    }
    if (done.downloads.length || madeOf(done).length) {
      await this.note(notebook, done);
    }
  }

  private async note(notebook: Notebook, done: JobWithDownloads): Promise<void> {
    const isSaved = !notebook.hasUnsavedChanges;
    if (done.downloads.length) {
      recordDownloads(notebook, this.connections.root, done.downloads);
    }
    for (const permId of madeOf(done)) {
      recordUpload(notebook, permId, told(done.connection, permId));
    }
    if (done.historyId && done.historyId !== historyIdOf(notebook)) {
      recordHistoryId(notebook, done.historyId);
    }
    if (isSaved) {
      await notebook.save().catch(() => undefined); // Jupyter itself says why it cannot save
    }
  }
}

/** The data sets that an upload or a publication has registered. */
function madeOf({ kind, state, permIds }: Job): string[] {
  return kind !== 'download' && state === 'done' ? permIds : [];
}

/** As the server says it to the published front ends, which keep it in the notebook. */
function told(connection: string, permId: string): string {
  return `DataSet successfully registered: ${connection} with permId: ${permId}`;
}
