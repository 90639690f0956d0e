import { DownloadRequest, Job, JobWithDownloads, TransfersApi } from '../api';
import { Host, Notebook } from '../host/host';
import { Claim, Claims } from '../state/claims';
import { ConnectionsModel } from '../state/connections';
import { newKey } from '../state/keys';
import { isActive, TransfersModel } from '../state/transfers';
import { recordDownloads } from './provenance';

/** Begins downloads, and notes in the notebook for which one was begun what it has brought, as soon as both are there. */
export class DownloadRecorder {
  constructor(
    private readonly api: TransfersApi,
    private readonly transfers: TransfersModel,
    private readonly connections: ConnectionsModel,
    private readonly host: Host,
    private readonly claims: Claims
  ) {}

  /** Watch for downloads that end and for notebooks that open. */
  start(): void {
    const look = () => void this.look();
    this.transfers.changed.connect(look);
    this.connections.changed.connect(look);
    this.host.changed.connect(look);
  }

  /**
   * Begin a download. Throws `ApiError`.
   *
   * @param key The name of the click.
   * @param notebook Path of the notebook that it is for.
   */
  begin(request: DownloadRequest, key: string, notebook: string | null): Promise<Job> {
    return this.transfers.begin(async api => {
      const job = await api.startDownload(request, key);
      if (notebook !== null) {
        this.claims.add(job.id, notebook);
      }
      return job;
    });
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
    for (const claim of this.claims.all.filter(each => !each.isSettled)) {
      const job = jobs.find(each => each.id === claim.job);
      const notebook = this.host.notebooks.find(each => each.path === claim.notebook);
      if (job && notebook && !isActive(job)) {
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
    if (done.downloads.length) {
      await this.note(notebook, done);
    }
  }

  private async note(notebook: Notebook, { downloads }: JobWithDownloads): Promise<void> {
    const isSaved = !notebook.hasUnsavedChanges;
    recordDownloads(notebook, this.connections.root, downloads);
    if (isSaved) {
      await notebook.save().catch(() => undefined); // Jupyter itself says why it cannot save
    }
  }
}
