import { BrowserStore, isObject } from '../common/models/browserStore';
import { Model } from '../common/models/model';

const TABS = ['browse', 'notebook', 'transfers', 'connections'] as const;
const TASKS = [
  'download',
  'upload',
  'uploadFiles',
  'sync',
  'publish',
  'openNotebook',
  'edit',
  'create'
] as const;

export type Tab = (typeof TABS)[number];

/** A form that the panel shows instead of its tabs. */
export type Task = (typeof TASKS)[number];

interface View {
  tab: Tab;
  task: Task | null;
}

/** Which view of the panel is shown, also after a reload of the page. */
export class Navigation extends Model {
  tab: Tab = 'browse';
  task: Task | null = null;
  /** The connection whose login led to this view; null otherwise. */
  loggedInTo: string | null = null;
  /** Whether the panel was activated and does not have the focus yet. */
  private isActivated = false;
  /** Whether the focus has to move from the login form to the view. */
  private isFocusRequested = false;
  /** The view that requested a login, which is shown again afterwards. */
  private interrupted: View | null = null;

  constructor(private readonly store: BrowserStore) {
    super();
    const kept = store.read();
    if (isObject(kept)) {
      this.tab = TABS.find(tab => tab === kept.tab) ?? this.tab;
      this.task = TASKS.find(task => task === kept.task) ?? null;
    }
  }

  showTab(tab: Tab): void {
    this.interrupted = null;
    this.setView({ tab, task: null });
  }

  startTask(task: Task): void {
    this.interrupted = null;
    this.setView({ tab: this.tab, task });
  }

  /** Close the form; entered values stay in its draft. */
  closeTask(): void {
    this.setView({ tab: this.tab, task: null });
  }

  /** Show the login of the current connection; `loggedIn` comes back here. */
  requestLogin(): void {
    this.interrupted = { tab: this.tab, task: this.task };
    this.setView({ tab: 'connections', task: null });
  }

  /** Whether a view has requested a login. */
  get isLoginRequested(): boolean {
    return this.interrupted !== null;
  }

  /** Return to the view that requested the login; by default, show the data of the connection. */
  loggedIn(connection: string): void {
    const view = this.interrupted ?? { tab: 'browse', task: null };
    this.interrupted = null;
    this.setView(view, connection);
  }

  /** Return to the view that requested a login, if any. */
  resume(): void {
    const view = this.interrupted;
    this.interrupted = null;
    if (view) {
      this.setView(view);
    }
  }

  /** Move the focus to the panel after the next rendering. */
  activate(): void {
    this.isActivated = true;
    this.emitChanged();
  }

  /** Return whether the panel was activated, and reset that. */
  consumeActivation(): boolean {
    const isWanted = this.isActivated;
    this.isActivated = false;
    return isWanted;
  }

  /** Return whether the current view takes the focus after a login, and reset that. */
  consumeFocusRequest(): boolean {
    const isWanted = this.isFocusRequested;
    this.isFocusRequested = false;
    return isWanted;
  }

  private setView({ tab, task }: View, loggedInTo: string | null = null): void {
    this.tab = tab;
    this.task = task;
    this.loggedInTo = loggedInTo;
    this.isFocusRequested = loggedInTo !== null;
    this.store.write({ tab, task });
    this.emitChanged();
  }
}
