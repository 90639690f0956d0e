import { patternOf } from '../../api';
import { BrowserStore, isObject } from '../../common/models/browserStore';
import { Model } from '../../common/models/model';
import { FilePlace } from './filePlace';

/** The checked files and folders of a place. */
export interface CheckedFiles {
  place: FilePlace;
  paths: ReadonlyArray<string>;
}

/**
 * Checked data sets and files, and those of the download form. They differ: a download of one data set leaves the check
 * marks of others unchanged.
 *
 * - `places`, `files`: those of the download form. All places are of one connection. `files` are paths of files and
 *   folders in the only place; an empty list means all.
 * - `checked`: the checked data sets of all connections.
 * - `checkedFiles`: the checked files and folders by place.
 *
 * `download…` methods set the former; `navigation.startTask('download')` then shows the form.
 */
export class SelectionModel extends Model {
  places: ReadonlyArray<FilePlace> = [];
  files: ReadonlyArray<string> = [];
  checked: ReadonlyArray<FilePlace> = [];
  checkedFiles: ReadonlyArray<CheckedFiles> = [];

  /** Keys of `indexed`, the last `checked` that was asked about: every row of a list asks. */
  private keys = new Set<string>();
  private indexed: ReadonlyArray<FilePlace> | null = null;

  /** @param store Keeps the selection through a reload. */
  constructor(private readonly store: BrowserStore) {
    super();
    this.restore();
    this.changed.connect(() => this.save());
  }

  /** `files` as patterns that a `DownloadRequest` takes. */
  get patterns(): string[] {
    return this.files.map(patternOf);
  }

  isChecked(connection: string, permId: string): boolean {
    if (this.indexed !== this.checked) {
      this.indexed = this.checked;
      this.keys = new Set(this.checked.map(keyOf));
    }
    return this.keys.has(keyOf({ connection, permId }));
  }

  /** The connections of the checked data sets. */
  get connections(): string[] {
    return [...new Set(this.checked.map(each => each.connection))];
  }

  /** Return the checked data sets of one connection. */
  checkedOf(connection: string): FilePlace[] {
    return this.checked.filter(each => each.connection === connection);
  }

  /** Check or uncheck a data set. */
  toggle(dataSet: FilePlace): void {
    const { connection, permId } = dataSet;
    const others = this.checked.filter(each => each.connection !== connection || each.permId !== permId);
    this.checked = others.length < this.checked.length ? others : [...this.checked, dataSet];
    this.emitChanged();
  }

  /** Check or uncheck several data sets. */
  setChecked(dataSets: ReadonlyArray<FilePlace>, isChecked: boolean): void {
    const keys = new Set(dataSets.map(keyOf));
    const others = this.checked.filter(each => !keys.has(keyOf(each)));
    this.checked = isChecked ? [...others, ...dataSets] : others;
    this.emitChanged();
  }

  /** Uncheck all data sets of one connection. */
  clear(connection: string): void {
    this.checked = this.checked.filter(each => each.connection !== connection);
    this.emitChanged();
  }

  /** Uncheck what is in the download form, e.g. since its download has begun: data sets with all their files, or files only. */
  uncheckDownloaded(): void {
    const isOther = (place: FilePlace) => !this.places.some(each => isSame(each, place));
    this.checked = this.files.length ? this.checked : this.checked.filter(isOther);
    this.checkedFiles = this.checkedFiles.filter(each => isOther(each.place));
    this.emitChanged();
  }

  isFileChecked(connection: string, permId: string, path: string): boolean {
    return this.filesOf(connection, permId).some(each => path === each || path.startsWith(`${each}/`));
  }

  /** Whether a file or folder is checked because a parent folder is. */
  isFileCovered(connection: string, permId: string, path: string): boolean {
    return this.filesOf(connection, permId).some(each => path.startsWith(`${each}/`));
  }

  /** Check or uncheck a file or folder. */
  toggleFile(place: FilePlace, path: string): void {
    const { connection, permId } = place;
    const before = this.filesOf(connection, permId);
    const outside = before.filter(each => each !== path && !each.startsWith(`${path}/`));
    const paths = before.includes(path) ? outside : [...outside, path];
    this.setFiles(place, paths);
  }

  /** Check or uncheck several files and folders. */
  setFilesChecked(place: FilePlace, paths: ReadonlyArray<string>, isChecked: boolean): void {
    const known = new Set([...this.filesOf(place.connection, place.permId), ...paths]);
    paths.filter(() => !isChecked).forEach(each => known.delete(each));
    const isCovered = (path: string) => parentsOf(path).some(each => known.has(each));
    this.setFiles(
      place,
      [...known].filter(each => !isCovered(each))
    );
  }

  clearFiles(place: FilePlace): void {
    this.setFiles(place, []);
  }

  /**
   * Update the checked files of a place and those of the download form after files were renamed or deleted.
   *
   * @param changed Returns the current path of a file; null if it was deleted.
   */
  updateFiles(place: FilePlace, changed: (path: string) => string | null): void {
    const update = (paths: ReadonlyArray<string>) => paths.flatMap(path => changed(path) ?? []);
    const isForm = this.files.length > 0 && this.places.some(each => isSame(each, place));
    if (isForm) {
      this.files = update(this.files);
      this.places = this.files.length ? this.places : [];
    }
    this.setFiles(place, update(this.filesOf(place.connection, place.permId)));
  }

  /** Set the places of the download form, or some files of the only one. */
  download(places: ReadonlyArray<FilePlace>, files: ReadonlyArray<string> = []): void {
    this.places = places;
    this.files = files;
    this.emitChanged();
  }

  downloadChecked(connection: string): void {
    this.download(this.checkedOf(connection));
  }

  /** Remove a place from the download form. */
  leaveOut(permId: string): void {
    this.download(this.places.filter(each => each.permId !== permId));
  }

  private save(): void {
    const { places, files, checked, checkedFiles } = this;
    this.store.write({ places, files, checked, checkedFiles });
  }

  private restore(): void {
    const kept = this.store.read();
    if (isObject(kept)) {
      this.places = placesIn(kept.places);
      this.files = textsIn(kept.files);
      this.checked = placesIn(kept.checked);
      this.checkedFiles = (Array.isArray(kept.checkedFiles) ? kept.checkedFiles : []).flatMap(filesIn);
    }
  }

  /** Return the checked files and folders of a place. */
  filesOf(connection: string, permId: string): ReadonlyArray<string> {
    return this.checkedFiles.find(each => isSame(each.place, { connection, permId }))?.paths ?? [];
  }

  private setFiles(place: FilePlace, paths: ReadonlyArray<string>): void {
    const others = this.checkedFiles.filter(each => !isSame(each.place, place));
    this.checkedFiles = paths.length ? [...others, { place, paths }] : others;
    this.emitChanged();
  }
}

type Named = Pick<FilePlace, 'connection' | 'permId'>;

function keyOf({ connection, permId }: Named): string {
  return `${connection}\n${permId}`;
}

/** Return the folders above a file or folder. */
function parentsOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

function isSame(one: Named, other: Named): boolean {
  return one.connection === other.connection && one.permId === other.permId;
}

function placesIn(kept: unknown): FilePlace[] {
  const isChosen = (each: unknown): each is FilePlace =>
    isObject(each) &&
    [each.connection, each.permId, each.name].every(text => typeof text === 'string') &&
    (each.size === null || typeof each.size === 'number') &&
    (each.owner === undefined || typeof each.owner === 'string');
  return Array.isArray(kept) ? kept.filter(isChosen) : [];
}

function textsIn(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
}

function filesIn(kept: unknown): CheckedFiles[] {
  const [place] = isObject(kept) ? placesIn([kept.place]) : [];
  const paths = isObject(kept) ? textsIn(kept.paths) : [];
  return place && paths.length ? [{ place, paths }] : [];
}
