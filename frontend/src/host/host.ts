import { ISignal } from '@lumino/signaling';

/** What the user interface needs of Jupyter; tests have a `FakeHost`. All paths are relative to Jupyter's root folder. */
export interface Host {
  /** Emitted when a notebook opens or closes, another one, or none, is in front, or the files chosen in the file browser may be others. */
  readonly changed: ISignal<Host, void>;

  /**
   * Emitted when a file or folder has got another path: it was renamed or moved in this window, or an open notebook was
   * saved under another name. The same may be told twice. Comes before `changed`.
   */
  readonly renamed: ISignal<Host, { from: string; to: string }>;

  /** The notebook in front, or the one that was in front last and is still open. */
  readonly notebook: Notebook | null;

  /** All open notebooks that can be read and changed. */
  readonly notebooks: Notebook[];

  /** The folder that the file browser shows; empty for the root folder. */
  readonly folder: string;

  /** The files and folders that are selected in the file browser. */
  readonly selectedFiles: string[];

  /** Show a file or folder in the file browser. */
  reveal(path: string): Promise<void>;

  /** Put a text on the clipboard. */
  copy(text: string): Promise<void>;

  /** Open a page in another browser tab. */
  open(url: string): void;

  /** Tell something in passing, outside the panel. */
  notify(message: string, kind: 'success' | 'error' | 'info'): void;

  /** List a folder. Throws when there is none. */
  list(folder: string): Promise<FileEntry[]>;

  /** Save the panel's place, so that the user sees it. */
  showPanel(): void;
}

export interface FileEntry {
  name: string;
  path: string;
  isFolder: boolean;
  size: number | null;
}

/** An open notebook. */
export interface Notebook {
  readonly path: string;
  readonly hasUnsavedChanges: boolean;

  save(): Promise<void>;

  getMetadata(key: string): unknown;

  /** Set a key of the notebook's own metadata; undefined takes it away. The notebook is not saved by it. */
  setMetadata(key: string, value: unknown): void;

  /** Language of its kernel, in lower case (`python`, `r`); null without a kernel. */
  readonly language: string | null;

  /** Put a new code cell below the active one. */
  insertCode(code: string): void;

  /** Run code in its kernel without a trace in the notebook; returns what it has printed. Throws `KernelProblem`. */
  run(code: string): Promise<string>;
}

/** The kernel did not do what it was asked; the message is for users. */
export class KernelProblem extends Error {}
