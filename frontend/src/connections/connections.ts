import { ApiError, Connection, ConnectionEntry, ConnectionsApi } from '../api';
import { Model } from './model';
import { Polling } from './polling';

const QUICK = 2_000;
const SLOW = 10_000;

/** All connections, and the one that the user works with. */
export class ConnectionsModel extends Model {
  /** All connections; null until the server has told. */
  all: Connection[] | null = null;
  /** Why the list could not be read. */
  problem: ApiError | null = null;
  /** Jupyter's root folder, an absolute path of the host. */
  root = '';
  /** Whether kernels of this server use the panel's login. */
  kernelLogin = false;

  /** Fingerprints of SSH keys that data stores have shown for the first time; the server tells each only once. */
  readonly newHostKeys = new Map<string, string>();

  private chosen = '';
  private readonly polling = new Polling(() => this.read(), QUICK, SLOW);

  /**
   * @param api Where to ask.
   * @param preferred Name of the connection that is chosen as long as the user has not chosen.
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
    return this.polling.hurry();
  }

  /** The connection that browsing and transfers use: the chosen one, else the preferred, else a connected, else any. */
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

  choose(name: string): void {
    this.chosen = name;
    this.tell();
  }

  /** Say that the preferred connection is another one now. */
  preferenceChanged(): void {
    this.tell();
  }

  /** Add a connection and work with it from now on. Throws `ApiError`. */
  async add(entry: ConnectionEntry): Promise<void> {
    await this.act(api => api.add(entry));
    this.choose(entry.name);
  }

  /** Change a connection; it stays chosen under a new name. Throws `ApiError`. */
  async change(name: string, changes: Partial<ConnectionEntry>): Promise<void> {
    const isCurrent = this.current?.name === name;
    await this.act(api => api.change(name, changes));
    if (isCurrent && changes.name) {
      this.choose(changes.name);
    }
  }

  /** Mount its data store. Throws `ApiError`. */
  async mount(name: string, username?: string, password?: string): Promise<void> {
    const { hostKey } = await this.act(api => api.mount(name, username, password));
    if (hostKey) {
      this.newHostKeys.set(name, hostKey);
      this.tell();
    }
  }

  /** Do something with a connection and show what it is like then. Throws `ApiError`. */
  async act<T>(action: (api: ConnectionsApi) => Promise<T>): Promise<T> {
    try {
      return await action(this.api);
    } finally {
      await this.refresh();
    }
  }

  private async read(): Promise<boolean> {
    const before = JSON.stringify([this.all, this.kernelLogin, this.problem?.reason]);
    try {
      const answer = await this.api.list();
      this.all = answer.connections;
      this.root = answer.notebook_dir;
      this.kernelLogin = answer.kernel_login === true;
      this.problem = null;
    } catch (error) {
      this.problem = ApiError.from(error);
    }
    const isNew = before !== JSON.stringify([this.all, this.kernelLogin, this.problem?.reason]);
    if (isNew) {
      this.tell();
    }
    return isNew;
  }
}
