import { ISignal } from '@lumino/signaling';
import { ComponentType } from 'react';

/** The used part of Jupyter; tests have a `FakeHost`. All paths are relative to Jupyter's root folder. */
export interface Host {
  /** Emitted when a notebook opens or closes, the current notebook changes, or the selection in the file browser may have changed. */
  readonly changed: ISignal<Host, void>;

  /**
   * Emitted when a file or folder was renamed or moved in this window, or an open notebook was saved under another name. The
   * same rename may be emitted twice. It precedes `changed`.
   */
  readonly renamed: ISignal<Host, { from: string; to: string }>;

  /** The current notebook, or the last one that is still open. */
  readonly notebook: Notebook | null;

  /** All open notebooks that can be read and changed. */
  readonly notebooks: Notebook[];

  /** The folder that the file browser shows; empty for the root folder. */
  readonly folder: string;

  /** The files and folders that are selected in the file browser. */
  readonly selectedFiles: string[];

  /** The folder that is selected in the file browser; null if there is none, or several entries are selected. */
  readonly selectedFolder: string | null;

  /**
   * Show a file or folder in the file browser.
   *
   * @param entry Name of an entry of the folder to select.
   */
  reveal(path: string, entry?: string): Promise<void>;

  /** Put a text on the clipboard. */
  copy(text: string): Promise<void>;

  /** Open a page in another browser tab. */
  open(url: string): void;

  /** Open a file, e.g. a notebook, as the file browser does. */
  openFile(path: string): Promise<void>;

  /** Show a notification outside the panel. */
  notify(message: string, kind: 'success' | 'error' | 'info', actions?: NotificationAction[]): void;

  /**
   * Ask the user in a dialog; returns the value of the choice, null when it was cancelled.
   *
   * @param signal Aborts the question; the result is null.
   */
  ask(question: Question, signal?: AbortSignal): Promise<string | null>;

  /** List a folder. Throws when there is none. */
  list(folder: string): Promise<FileEntry[]>;

  /**
   * Save a text as a new file; its name gets a number if there is one of that name. Returns the name. Throws when it cannot be
   * saved.
   */
  saveNew(folder: string, name: string, text: string): Promise<string>;

  /** The icon of a file or folder, by its name; null: there is none. It is the same component for the same icon. */
  fileIcon(name: string, isFolder: boolean): ComponentType<IconProps> | null;

  /** Reveal the panel. */
  showPanel(): void;

  /**
   * Begin to drag code: notebooks make a cell of it, editors and consoles a text.
   *
   * @param code Its first version.
   * @param complete The version that is dropped as soon as it is known.
   * @param label What the user drags.
   * @param at Position of the pointer in the window.
   */
  dragCode(code: string, complete: Promise<string>, label: string, at: Point): void;
}

/** A position in pixels. */
export interface Point {
  clientX: number;
  clientY: number;
}

/** A button of a notification. */
export interface NotificationAction {
  label: string;
  run: () => void;
}

/** Properties of an icon of JupyterLab. */
export interface IconProps {
  tag?: 'span';
  className?: string;
}

export interface Question {
  title: string;
  text: string;
  /** Label of the Cancel button. */
  cancel: string;
  choices: { label: string; value: string; isDangerous?: boolean }[];
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

  /** Set a key of the notebook's metadata; undefined removes it. The notebook is not saved. */
  setMetadata(key: string, value: unknown): void;

  /** Language of its kernel, in lower case (`python`, `r`); null without a kernel. */
  readonly language: string | null;

  /** Put a new code cell below the active one, and move the focus to it: then its code is run or changed. */
  insertCode(code: string): void;

  /** Whether its kernel is busy: `run` waits for it. */
  readonly isKernelBusy: boolean;

  /**
   * Run code in its kernel without changing the notebook; returns the output. Throws `KernelProblem`.
   *
   * @param seconds Timeout for the answer.
   */
  run(code: string, seconds?: number): Promise<string>;
}

/** An error of the kernel; the message is for users. */
export class KernelProblem extends Error {}
