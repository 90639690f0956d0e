import { ISignal, Signal } from '@lumino/signaling';

import { renamed } from '../common/models/renames';
import { FileEntry, Host, KernelProblem, Notebook, NotificationAction, Question } from '../host/host';

/** Jupyter in memory. Tests set its state and read the recorded calls. */
export class FakeHost implements Host {
  notebook: FakeNotebook | null = null;
  /** Open notebooks that are not in front. */
  behind: FakeNotebook[] = [];
  folder = '';
  selectedFiles: string[] = [];
  selectedFolder: string | null = null;
  /** Entries by the path of their folder. */
  folders: Record<string, FileEntry[]> = { '': [] };
  revealed: string[] = [];
  copied: string[] = [];
  opened: string[] = [];
  openedFiles: string[] = [];
  /** Contents of new files by path. */
  savedFiles: Record<string, string> = {};
  notified: string[] = [];
  /** The actions of the last notification. */
  notificationActions: NotificationAction[] = [];
  panelShown = 0;
  dragged: { code: string; complete: Promise<string>; label: string }[] = [];
  asked: Question[] = [];
  /** The user's answers; without one, a question waits until it is aborted. */
  choices: (string | null)[] = [];

  private readonly _changed = new Signal<this, void>(this);

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  private readonly _renamed = new Signal<this, { from: string; to: string }>(this);

  get renamed(): ISignal<this, { from: string; to: string }> {
    return this._renamed;
  }

  /** Rename a file or folder, as the file browser does; open notebooks follow. */
  rename(from: string, to: string): void {
    for (const notebook of this.notebooks) {
      notebook.path = renamed(notebook.path, { from, to });
    }
    this._renamed.emit({ from, to });
    this._renamed.emit({ from, to }); // of an open notebook, Jupyter emits it twice
    this._changed.emit();
  }

  get notebooks(): FakeNotebook[] {
    return [...(this.notebook ? [this.notebook] : []), ...this.behind];
  }

  emitChanged(): void {
    this._changed.emit();
  }

  async reveal(path: string, entry?: string): Promise<void> {
    this.revealed.push(entry === undefined ? path : `${path} > ${entry}`);
  }

  async copy(text: string): Promise<void> {
    this.copied.push(text);
  }

  open(url: string): void {
    this.opened.push(url);
  }

  async openFile(path: string): Promise<void> {
    this.openedFiles.push(path);
  }

  notify(message: string, _: string, actions: NotificationAction[] = []): void {
    this.notified.push(message);
    this.notificationActions = actions;
  }

  ask(question: Question, signal?: AbortSignal): Promise<string | null> {
    this.asked.push(question);
    const choice = this.choices.shift();
    return choice === undefined
      ? new Promise(resolve => signal?.addEventListener('abort', () => resolve(null)))
      : Promise.resolve(choice);
  }

  async list(folder: string): Promise<FileEntry[]> {
    if (!(folder in this.folders)) {
      throw new Error(`There is no folder ${folder}.`);
    }
    return this.folders[folder];
  }

  async saveNew(folder: string, name: string, text: string): Promise<string> {
    this.savedFiles[folder ? `${folder}/${name}` : name] = text;
    return name;
  }

  fileIcon(): null {
    return null;
  }

  showPanel(): void {
    this.panelShown += 1;
  }

  dragCode(code: string, complete: Promise<string>, label: string): void {
    this.dragged.push({ code, complete, label });
  }
}

/** A notebook in memory. */
export class FakeNotebook implements Notebook {
  hasUnsavedChanges = false;
  language: string | null = 'python';
  saved = 0;
  inserted: string[] = [];
  /** Returns the output of its kernel for a code; null: no kernel. */
  kernel: ((code: string) => string | Promise<string>) | null = () => '';
  isKernelBusy = false;

  constructor(
    public path: string,
    readonly metadata: Record<string, unknown> = {}
  ) {}

  async save(): Promise<void> {
    this.saved += 1;
    this.hasUnsavedChanges = false;
  }

  getMetadata(key: string): unknown {
    return this.metadata[key];
  }

  setMetadata(key: string, value: unknown): void {
    if (value === undefined) {
      delete this.metadata[key];
    } else {
      this.metadata[key] = value;
    }
    this.hasUnsavedChanges = true;
  }

  insertCode(code: string): void {
    this.inserted.push(code);
  }

  async run(code: string): Promise<string> {
    if (!this.kernel) {
      throw new KernelProblem('no kernel');
    }
    return this.kernel(code);
  }
}
