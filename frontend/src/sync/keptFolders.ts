import { ISignal, Signal } from '@lumino/signaling';

import { ApiError, KeepRequest, KeptFolder, SyncApi } from '../api';
import { Model } from '../common/models/model';
import { Polling } from '../common/models/polling';

/** Milliseconds between two requests while a folder is synchronised, and while all wait for changes. */
const ACTIVE_INTERVAL = 1_000;
const IDLE_INTERVAL = 5_000;

/** The folders that Jupyter keeps in openBIS. Without any, nothing is polled. */
export class KeptFoldersModel extends Model {
  /** Null until the server has answered. */
  folders: ReadonlyArray<KeptFolder> | null = null;
  problem: ApiError | null = null;

  private readonly _happened = new Signal<this, void>(this);
  private readonly polling = new Polling(() => this.load(), ACTIVE_INTERVAL, IDLE_INTERVAL);

  constructor(private readonly api: SyncApi) {
    super();
  }

  /** Emitted when a synchronisation has begun or ended, and when another folder is kept. */
  get happened(): ISignal<this, void> {
    return this._happened;
  }

  start(): Promise<void> {
    return this.polling.start();
  }

  refresh(): Promise<void> {
    return this.polling.refresh();
  }

  /** Number of folders that cannot be synchronised now. */
  get failing(): number {
    return (this.folders ?? []).filter(({ state }) => state === 'failing' || state === 'notLoggedIn').length;
  }

  /** Return the kept folder with a path; null: there is none. */
  find(folder: string): KeptFolder | null {
    return this.folders?.find(each => each.folder === folder) ?? null;
  }

  /**
   * Keep a folder, or change how it is kept. Throws `ApiError`. The files that the user has just seen in the plan are sent at
   * once, also those that would be waited for; if that cannot be requested, they are sent a little later.
   */
  async keep(request: KeepRequest): Promise<void> {
    const { folder } = await this.api.keep(request);
    await this.api.synchroniseNow(folder).catch(() => undefined);
    await this.refresh();
  }

  /** Keep a folder no longer. Throws `ApiError`. */
  async end(folder: string): Promise<void> {
    await this.api.end(folder);
    await this.refresh();
  }

  /** Synchronise a kept folder now. Throws `ApiError`. */
  async synchroniseNow(folder: string): Promise<void> {
    await this.api.synchroniseNow(folder);
    await this.refresh();
  }

  private async load(): Promise<boolean | null> {
    const before = this.states;
    try {
      this.folders = await this.api.keptFolders();
      this.problem = null;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.emitChanged();
    if (this.states !== before) {
      this._happened.emit();
    }
    const { folders } = this;
    return folders?.length ? folders.some(({ state }) => state === 'synchronising') : null;
  }

  /** Which folders are kept, when they were synchronised last, and what stays different. */
  private get states(): string {
    const all = this.folders ?? [];
    return JSON.stringify(
      all.map(each => [each.folder, each.state, each.lastSynchronised, each.differenceCounts])
    );
  }
}
