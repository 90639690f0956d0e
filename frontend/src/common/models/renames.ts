import { ISignal, Signal } from '@lumino/signaling';

import { Host } from '../../host/host';

/** A renamed or moved file or folder. Both paths are relative to Jupyter's root folder. */
export interface Rename {
  from: string;
  to: string;
}

/** The files and folders that were renamed or moved in this window, for state that is stored by path. */
export class Renames {
  private readonly all: Rename[] = [];
  private readonly _happened = new Signal<this, Rename>(this);

  constructor(host: Host) {
    host.renamed.connect((_, rename) => {
      this.all.push(rename);
      this._happened.emit(rename);
    });
  }

  /** Emitted for each rename; the same one may be emitted twice. */
  get happened(): ISignal<this, Rename> {
    return this._happened;
  }

  /** The current position, for `current`. */
  get mark(): number {
    return this.all.length;
  }

  /** Return the current path of a file that had a path at a `mark`. */
  current(path: string, mark: number): string {
    return this.all.slice(mark).reduce(renamed, path);
  }
}

/** Return a path after a rename of the file itself or of a parent folder. */
export function renamed(path: string, { from, to }: Rename): string {
  if (from === '' || (path !== from && !path.startsWith(`${from}/`))) {
    return path;
  }
  return `${to}${path.slice(from.length)}`;
}

/** Return several paths after a rename; the same list if none has changed. */
export function allRenamed(paths: ReadonlyArray<string>, rename: Rename): ReadonlyArray<string> {
  const after = paths.map(path => renamed(path, rename));
  return after.some((path, index) => path !== paths[index]) ? after : paths;
}
