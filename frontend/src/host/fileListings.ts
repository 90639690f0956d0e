import { ISignal } from '@lumino/signaling';

/** A sign beside the name of a file or folder. */
export interface FileBadge {
  /** Kind of the sign, for its colour (`style/sync.css`). */
  kind: string;
  /** SVG path of 16 by 16 pixels. */
  icon: string;
  /** Tooltip, and text for screen readers. */
  label: string;
}

/** The lists of files in JupyterLab's file browsers. Folders are Jupyter's paths. */
export interface FileListings {
  /** The folders that are in sight. */
  readonly folders: ReadonlyArray<string>;

  /** Emitted when other folders may be in sight, or Jupyter has read one of them again. */
  readonly changed: ISignal<FileListings, void>;

  /** Show badges beside the entries of a folder, by name, in all file browsers that show it; they replace the former ones. */
  mark(folder: string, badges: ReadonlyMap<string, FileBadge>): void;
}
