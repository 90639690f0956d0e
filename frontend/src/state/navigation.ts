import { Model } from './model';

export type Tab = 'browse' | 'transfers' | 'connections';

/** What the panel shows instead of its tabs, while the user fills it in. */
export type Task = 'download' | 'upload' | 'publish';

/** Where in the panel the user is. */
export class Navigation extends Model {
  tab: Tab = 'browse';
  task: Task | null = null;

  show(tab: Tab): void {
    this.tab = tab;
    this.task = null;
    this.tell();
  }

  begin(task: Task): void {
    this.task = task;
    this.tell();
  }

  /** Leave the task; what was typed stays with its draft. */
  back(): void {
    this.task = null;
    this.tell();
  }
}
