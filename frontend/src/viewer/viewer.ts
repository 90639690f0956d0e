import { ISignal, Signal } from '@lumino/signaling';

import { BrowserStore } from '../common/models/browserStore';
import { FilePlace } from '../transfers/download/filePlace';

/** A file of a place. */
export interface ViewedFile {
  place: FilePlace;
  path: string;
}

/** The files that are shown large, outside the panel. They are shown again after a reload of the page. */
export class ViewerModel {
  private readonly _requested = new Signal<this, ViewedFile>(this);
  private files: ViewedFile[] = [];

  constructor(private readonly store: BrowserStore) {}

  /** Emitted when a file is to be shown. */
  get requested(): ISignal<this, ViewedFile> {
    return this._requested;
  }

  /** Show a file large: in a tab of the main area, or in a dialog. */
  open(place: FilePlace, path: string): void {
    this._requested.emit({ place, path });
  }

  /** Show the files that were shown before the page was reloaded. */
  restore(): void {
    const stored = this.store.read();
    (Array.isArray(stored) ? stored : []).filter(isFile).forEach(({ place, path }) => this.open(place, path));
  }

  /** Remember what a view shows; null: it was closed. */
  remember(before: ViewedFile | null, now: ViewedFile | null): void {
    const others = this.files.filter(each => before === null || keyOfFile(each) !== keyOfFile(before));
    this.files = [...others, ...(now ? [now] : [])];
    this.store.write(this.files);
  }
}

/** Identifies a file in all connections. */
export function keyOfFile({ place, path }: ViewedFile): string {
  return JSON.stringify([place.connection, place.permId, path]);
}

export function nameOfFile(path: string): string {
  return path.split('/').pop() ?? path;
}

function isFile(value: unknown): value is ViewedFile {
  const { place, path } = (value ?? {}) as Partial<ViewedFile>;
  const isPlace = typeof place?.connection === 'string' && typeof place.permId === 'string';
  return isPlace && typeof path === 'string';
}
