import { TranslationBundle } from '@jupyterlab/translation';

import { ApiError, Details, Job, NOTEBOOK_PROPERTIES, NOTEBOOK_TYPE, Opening } from '../api';
import { BrowserStore, isObject } from '../common/models/browserStore';
import { Model } from '../common/models/model';
import { errorMessage } from '../common/messages/errors';
import { nameOf } from '../common/paths';
import { Host } from '../host/host';
import { isActive, TransfersModel } from '../transfers/transfers';

/** A published notebook that the user wants to open. */
export interface PublishedNotebook {
  connection: string;
  /** Of the data set; or of the sample or experiment in whose files it was published. */
  permId: string;
  /** Folder of the publication in these files; empty for a data set. */
  publication: string;
  name: string;
}

/** A notebook that is opened as soon as its jobs have ended. */
interface Pending {
  /** That of the publication first. */
  jobs: string[];
  /** Jupyter's path. */
  notebook: string;
}

/** Published notebooks that are opened with their data: the chosen one, and those whose downloads run. */
export class OpeningsModel extends Model {
  target: PublishedNotebook | null = null;
  /** The folder that the user has entered for the target; null before that. */
  folder: string | null = null;
  private pending: Pending[] = [];

  /** @param stores Keep the target, and what is pending, through a reload. */
  constructor(
    private readonly transfers: TransfersModel,
    private readonly host: Host,
    private readonly trans: TranslationBundle,
    private readonly stores: { target: BrowserStore; pending: BrowserStore }
  ) {
    super();
    this.target = targetIn(stores.target.read());
    const kept = stores.pending.read();
    this.pending = Array.isArray(kept) ? kept.flatMap(pendingIn) : [];
    transfers.changed.connect(() => this.openFinished());
  }

  /** Choose a notebook; nothing is requested or downloaded yet. */
  begin(target: PublishedNotebook): void {
    this.target = target;
    this.folder = null;
    this.stores.target.write(target);
    this.emitChanged();
  }

  choose(folder: string): void {
    this.folder = folder;
    this.emitChanged();
  }

  /**
   * Start the downloads, and open the notebook when all have ended. If an input cannot be started, that is reported, and
   * the others are. Throws `ApiError` if the publication itself cannot be started.
   *
   * @param notebook Jupyter's path of the notebook.
   * @param keyOf Returns the idempotency key of a request.
   */
  async start(
    connection: string,
    { downloads }: Opening,
    notebook: string,
    keyOf: (request: object) => string
  ): Promise<void> {
    const jobs: string[] = [];
    for (const request of downloads) {
      const complete = { connection, ...request };
      try {
        const job = await this.transfers.startJob(api => api.startDownload(complete, keyOf(complete)));
        jobs.push(job.id);
      } catch (thrown) {
        if (!jobs.length) {
          throw thrown;
        }
        this.host.notify(errorMessage(ApiError.from(thrown), this.trans), 'error');
      }
    }
    this.keep([...this.pending, { jobs, notebook }]);
    this.openFinished();
  }

  private openFinished(): void {
    const { jobs } = this.transfers;
    if (jobs === null) {
      return;
    }
    const known = new Map(jobs.map(job => [job.id, job]));
    const isFinished = (pending: Pending) =>
      pending.jobs.every(id => !known.has(id) || !isActive(known.get(id)!));
    const finished = this.pending.filter(isFinished);
    if (finished.length) {
      this.keep(this.pending.filter(each => !finished.includes(each)));
      finished.forEach(each => void this.openIfThere(each, known));
    }
  }

  /** Open a notebook whose downloads have ended; jobs that the server has forgotten were those of another one. */
  private async openIfThere({ jobs, notebook }: Pending, known: Map<string, Job>): Promise<void> {
    const { host, trans } = this;
    const [publication, ...inputs] = jobs.map(id => known.get(id));
    const name = nameOf(notebook);
    if (publication?.state === 'failed') {
      host.notify(trans.__('%1 could not be downloaded. The Transfers tab says why.', name), 'error');
    } else if (publication?.state === 'done') {
      if (inputs.some(each => each?.state !== 'done')) {
        host.notify(trans.__('Some data of %1 are missing. The Transfers tab says why.', name), 'error');
      }
      await this.open(notebook);
    }
  }

  /** Open a notebook that is on the disk. */
  async open(notebook: string): Promise<void> {
    try {
      await this.host.openFile(notebook);
    } catch (thrown) {
      this.host.notify(errorMessage(ApiError.from(thrown), this.trans), 'error');
    }
  }

  private keep(pending: Pending[]): void {
    this.pending = pending;
    this.stores.pending.writeLast(pending);
  }
}

/** Whether a data set is a notebook that was published. */
export function isPublication({ dataSet, type, properties }: Details): boolean {
  return (
    dataSet !== null &&
    (type === NOTEBOOK_TYPE || properties.some(each => each.code === NOTEBOOK_PROPERTIES.historyId))
  );
}

function targetIn(kept: unknown): PublishedNotebook | null {
  if (!isObject(kept)) {
    return null;
  }
  const { connection, permId, publication, name } = kept;
  return [connection, permId, publication, name].every(each => typeof each === 'string')
    ? (kept as unknown as PublishedNotebook)
    : null;
}

function pendingIn(kept: unknown): Pending[] {
  const isValid =
    isObject(kept) &&
    typeof kept.notebook === 'string' &&
    Array.isArray(kept.jobs) &&
    kept.jobs.every(each => typeof each === 'string');
  return isValid ? [kept as unknown as Pending] : [];
}
