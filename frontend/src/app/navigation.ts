import { BrowserStore, isObject } from './browserStore';
import { Model } from './model';

const TABS = ['browse', 'transfers', 'connections'] as const;
const TASKS = ['download', 'upload', 'publish'] as const;

export type Tab = (typeof TABS)[number];

/** What the panel shows instead of its tabs, while the user fills it in. */
export type Task = (typeof TASKS)[number];

interface Place {
  tab: Tab;
  task: Task | null;
}

/** Where in the panel the user is, also after the page was loaded again. */
export class Navigation extends Model {
  tab: Tab = 'browse';
  task: Task | null = null;
  /** The connection whose login has brought the user here; null when it was something else. */
  loggedInTo: string | null = null;
  /** Whether the panel was asked for, and has yet to take the focus. */
  private isActivated = false;
  /** Whether the login form had the focus, which has to go somewhere now. */
  private isFocusWanted = false;
  /** Where the user came from to log in, and goes back to afterwards. */
  private interrupted: Place | null = null;

  constructor(private readonly store: BrowserStore) {
    super();
    const kept = store.read();
    if (isObject(kept)) {
      this.tab = TABS.find(tab => tab === kept.tab) ?? this.tab;
      this.task = TASKS.find(task => task === kept.task) ?? null;
    }
  }

  show(tab: Tab): void {
    this.interrupted = null;
    this.go({ tab, task: null });
  }

  begin(task: Task): void {
    this.interrupted = null;
    this.go({ tab: this.tab, task });
  }

  /** Leave the task; what was typed stays with its draft. */
  back(): void {
    this.go({ tab: this.tab, task: null });
  }

  /** Show the login of the current connection; `loggedIn` comes back here. */
  logIn(): void {
    this.interrupted = { tab: this.tab, task: this.task };
    this.go({ tab: 'connections', task: null });
  }

  /** Whether a view has sent the user to log in. */
  get isLoginWanted(): boolean {
    return this.interrupted !== null;
  }

  /** Go back to where a login was wanted; else show the data of the connection. */
  loggedIn(connection: string): void {
    const place = this.interrupted ?? { tab: 'browse', task: null };
    this.interrupted = null;
    this.go(place, connection);
  }

  /** Go back to where a login was wanted; else stay. */
  resume(): void {
    const place = this.interrupted;
    this.interrupted = null;
    if (place) {
      this.go(place);
    }
  }

  /** Have the panel take the focus once it shows where the user is now. */
  activate(): void {
    this.isActivated = true;
    this.tell();
  }

  /** Whether the panel takes the focus because it was asked for; it is asked only once. */
  takeActivation(): boolean {
    const isWanted = this.isActivated;
    this.isActivated = false;
    return isWanted;
  }

  /** Whether the view that is shown now takes the focus after a login; it is asked only once. */
  takeFocus(): boolean {
    const isWanted = this.isFocusWanted;
    this.isFocusWanted = false;
    return isWanted;
  }

  private go({ tab, task }: Place, loggedInTo: string | null = null): void {
    this.tab = tab;
    this.task = task;
    this.loggedInTo = loggedInTo;
    this.isFocusWanted = loggedInTo !== null;
    this.store.write({ tab, task });
    this.tell();
  }
}
