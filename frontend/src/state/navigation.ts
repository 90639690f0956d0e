import { Model } from './model';

export type Tab = 'browse' | 'transfers' | 'connections';

/** What the panel shows instead of its tabs, while the user fills it in. */
export type Task = 'download' | 'upload' | 'publish';

interface Place {
  tab: Tab;
  task: Task | null;
}

/** Where in the panel the user is. */
export class Navigation extends Model {
  tab: Tab = 'browse';
  task: Task | null = null;
  /** Where the user came from to log in, and goes back to afterwards. */
  private interrupted: Place | null = null;

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

  /** Go back to where a login was wanted; elsewhere, stay. */
  loggedIn(): void {
    const place = this.interrupted;
    this.interrupted = null;
    if (place) {
      this.go(place);
    }
  }

  private go({ tab, task }: Place): void {
    this.tab = tab;
    this.task = task;
    this.tell();
  }
}
