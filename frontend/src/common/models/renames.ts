import { ISignal, Signal } from '@lumino/signaling';

import { Host } from '../host/host';

/** A file or folder that has another path now. Both are relative to Jupyter's root folder. */
export interface Rename {
  from: string;
  to: string;
}

/** The files and folders that were renamed or moved in this window, so that what is kept by path follows them. */
export class Renames {
  private readonly all: Rename[] = [];
  private readonly _happened = new Signal<this, Rename>(this);

  constructor(host: Host) {
    host.renamed.connect((_, rename) => {
      this.all.push(rename);
      this._happened.emit(rename);
    });
  }

  /** Emitted for each; the same one may come twice. */
  get happened(): ISignal<this, Rename> {
    return this._happened;
  }

  /** Now, for `current`. */
  get mark(): number {
    return this.all.length;
  }

  /** The path of what had a path at a `mark`. */
  current(path: string, mark: number): string {
    return this.all.slice(mark).reduce(renamed, path);
  }
}

/** A path after a rename of the file itself or of a folder around it. */
export function renamed(path: string, { from, to }: Rename): string {
  if (from === '' || (path !== from && !path.startsWith(`${from}/`))) {
    return path;
  }
  return `${to}${path.slice(from.length)}`;
}

/** The same for several paths; the same list where none of them has changed. */
export function allRenamed(paths: ReadonlyArray<string>, rename: Rename): ReadonlyArray<string> {
  const after = paths.map(path => renamed(path, rename));
  return after.some((path, index) => path !== paths[index]) ? after : paths;
}
