import { OpenedViews } from '../common/models/openedViews';
import { FilePlace } from '../transfers/download/filePlace';

/** A file of a place. */
export interface ViewedFile {
  place: FilePlace;
  path: string;
}

/** The files that are shown large, outside the panel. */
export class ViewerModel extends OpenedViews<ViewedFile> {
  /** Show a file large: in a tab of the main area, or in a dialog. */
  open(place: FilePlace, path: string): void {
    this.request({ place, path });
  }

  keyOf({ place, path }: ViewedFile): string {
    return JSON.stringify([place.connection, place.permId, path]);
  }

  protected isItem(value: unknown): value is ViewedFile {
    const { place, path } = (value ?? {}) as Partial<ViewedFile>;
    const isPlace = typeof place?.connection === 'string' && typeof place.permId === 'string';
    return isPlace && typeof path === 'string';
  }
}

export function nameOfFile(path: string): string {
  return path.split('/').pop() ?? path;
}
