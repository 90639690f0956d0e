import { ApiError, Connection, ConnectionChanges, ConnectionEntry, ConnectionsApi } from '../api';
import { Model } from '../common/models/model';
import { Polling } from '../common/models/polling';

const ACTIVE_INTERVAL = 2_000;
const IDLE_INTERVAL = 10_000;

/** All connections, and the selected one. */
export class ConnectionsModel extends Model {
  /** All connections; null until the server has answered. */
  all: Connection[] | null = null;
  /** Why the list could not be read. */
  problem: ApiError | null = null;
  /** Jupyter's root folder, an absolute path of the host. */
  root = '';
  /** Whether kernels of this server use the panel's login. */
  kernelLogin = false;
  /** Maximum days for which the server remembers a login; 0: it does not. */
  rememberDays = 0;
  /** URLs of openBIS servers where no login can be remembered, as far as that is known. */
  withoutTokens: ReadonlyArray<string> = [];
  /** Whether the server refuses all changes in openBIS. */
  readOnly = false;

  /** Fingerprints of SSH keys that data stores have shown for the first time; the server reports each only once. */
  readonly newHostKeys = new Map<string, string>();

  /** Why openBIS did not respond to the last request, by the name of the connection. */
  private readonly unreachable = new Map<string, ApiError>();
  private chosen = '';
  private readonly polling = new Polling(() => this.loadConnections(), ACTIVE_INTERVAL, IDLE_INTERVAL);

  /**
   * @param api Requests to the server.
   * @param preferred Name of the connection that is selected until the user selects one.
   */
  constructor(
    private readonly api: ConnectionsApi,
    private readonly preferred: () => string
  ) {
    super();
  }

  start(): Promise<void> {
    return this.polling.start();
  }

  refresh(): Promise<void> {
    return this.polling.refresh();
  }

  /** The connection for browsing and transfers: the selected, else the preferred, else a connected, else any. */
  get current(): Connection | null {
    const all = this.all ?? [];
    const named = (name: string) => all.find(each => each.name === name);
    return (
      named(this.chosen) ??
      named(this.preferred()) ??
      all.find(each => each.status === 'connected') ??
      all[0] ??
      null
    );
  }

  /** Whether any connection is logged in; null until the server has answered. */
  get hasLogin(): boolean | null {
    return this.all && this.all.some(each => each.status === 'connected');
  }

  /** Return why a connection cannot be used although it is logged in; null without a known problem. */
  problemOf({ name, status, problem }: Connection): string | null {
    return status === 'connected' ? (this.unreachable.get(name)?.reason ?? problem) : null;
  }

  /** Return the error of the last request through a connection, if openBIS did not respond; else null. */
  unreachableBy({ name }: Connection): ApiError | null {
    return this.unreachable.get(name) ?? null;
  }

  /** Store whether openBIS has responded to a request through a connection; null: it has. */
  setReachability(name: string, problem: ApiError | null): void {
    const before = this.unreachable.get(name)?.reason;
    if (problem) {
      this.unreachable.set(name, problem);
    } else {
      this.unreachable.delete(name);
    }
    if (before !== problem?.reason) {
      this.emitChanged();
    }
  }

  choose(name: string): void {
    this.chosen = name;
    this.emitChanged();
  }

  /** Notify of another preferred connection. */
  preferenceChanged(): void {
    this.emitChanged();
  }

  /** Add a connection and select it. Throws `ApiError`. */
  async add(entry: ConnectionEntry): Promise<void> {
    await this.runAction(api => api.add(entry));
    this.choose(entry.name);
  }

  /** Change a connection; it stays selected under a new name. Throws `ApiError`. */
  async change(name: string, changes: ConnectionChanges): Promise<void> {
    const isCurrent = this.current?.name === name;
    await this.runAction(api => api.change(name, changes));
    if (isCurrent && changes.name) {
      this.choose(changes.name);
    }
  }

  /** Mount its data store. Throws `ApiError`. */
  async mount(name: string, username?: string, password?: string): Promise<void> {
    const { hostKey } = await this.runAction(api => api.mount(name, username, password));
    if (hostKey) {
      this.newHostKeys.set(name, hostKey);
      this.emitChanged();
    }
  }

  /** Run an action on a connection, then refresh the list. Throws `ApiError`. */
  async runAction<T>(action: (api: ConnectionsApi) => Promise<T>): Promise<T> {
    try {
      return await action(this.api);
    } finally {
      await this.refresh();
    }
  }

  private async loadConnections(): Promise<boolean> {
    const before = this.fingerprint;
    try {
      const answer = await this.api.list();
      this.all = answer.connections;
      this.root = answer.notebook_dir;
      this.kernelLogin = answer.kernel_login === true;
      this.rememberDays = answer.remember_days ?? 0;
      this.withoutTokens = answer.without_access_tokens ?? [];
      this.readOnly = answer.read_only === true;
      this.problem = null;
    } catch (error) {
      this.problem = ApiError.from(error);
    }
    const isNew = before !== this.fingerprint;
    if (isNew) {
      this.emitChanged();
    }
    return isNew;
  }

  /** Differs when the server has answered something new. */
  private get fingerprint(): string {
    return JSON.stringify([
      this.all,
      this.kernelLogin,
      this.rememberDays,
      this.withoutTokens,
      this.readOnly,
      this.problem?.reason
    ]);
  }
}
