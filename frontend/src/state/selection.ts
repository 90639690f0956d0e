import { BrowserStore, isObject } from './browserStore';
import { Model } from './model';

/** A data set that the user has chosen. */
export interface ChosenDataSet {
  connection: string;
  permId: string;
  /** Its name; without one, its permId. */
  name: string;
  /** Bytes, where known. */
  size: number | null;
}

/**
 * What the user has ticked, and what the download form is about. They are not the same: "Download this" leaves alone
 * what is ticked elsewhere.
 *
 * - `dataSets`, `files`: what the download form is about. All data sets are of one connection. `files` are paths of
 *   files and folders in the only data set; none of them means everything.
 * - `checked`: the data sets that are ticked, of one connection.
 * - `checkedFiles`: the files and folders that are ticked in one data set.
 *
 * `download…` methods set the former; `navigation.begin('download')` then shows the form.
 */
export class SelectionModel extends Model {
  dataSets: ReadonlyArray<ChosenDataSet> = [];
  files: ReadonlyArray<string> = [];
  checked: ReadonlyArray<ChosenDataSet> = [];
  checkedFiles: { dataSet: ChosenDataSet; paths: ReadonlyArray<string> } | null = null;

  /** @param store Where all of it outlives a reload. */
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
    return this.checked.some(each => each.connection === connection && each.permId === permId);
  }

  /** Tick a data set, or take the tick away. The first one of another connection drops those before. */
  toggle(dataSet: ChosenDataSet): void {
    const same = this.checked.filter(each => each.connection === dataSet.connection);
    const others = same.filter(each => each.permId !== dataSet.permId);
    this.checked = others.length < same.length ? others : [...same, dataSet];
    this.tell();
  }

  clear(): void {
    this.checked = [];
    this.tell();
  }

  isFileChecked(connection: string, permId: string, path: string): boolean {
    return this.filesOf(connection, permId).some(each => path === each || path.startsWith(`${each}/`));
  }

  /** Whether a file or folder is ticked because a folder around it is. */
  isFileCovered(connection: string, permId: string, path: string): boolean {
    return this.filesOf(connection, permId).some(each => path.startsWith(`${each}/`));
  }

  /** Tick a file or folder of a data set, or take the tick away. The first one of another data set drops those before. */
  toggleFile(dataSet: ChosenDataSet, path: string): void {
    const before = this.filesOf(dataSet.connection, dataSet.permId);
    const outside = before.filter(each => each !== path && !each.startsWith(`${path}/`));
    const paths = before.includes(path) ? outside : [...outside, path];
    this.checkedFiles = paths.length ? { dataSet, paths } : null;
    this.tell();
  }

  clearFiles(): void {
    this.checkedFiles = null;
    this.tell();
  }

  /** The download is about these, or about some files of the only one. */
  download(dataSets: ReadonlyArray<ChosenDataSet>, files: ReadonlyArray<string> = []): void {
    this.dataSets = dataSets;
    this.files = files;
    this.tell();
  }

  downloadChecked(): void {
    this.download(this.checked);
  }

  downloadCheckedFiles(): void {
    if (this.checkedFiles) {
      this.download([this.checkedFiles.dataSet], this.checkedFiles.paths);
    }
  }

  private save(): void {
    const { dataSets, files, checked, checkedFiles } = this;
    this.store.write({ dataSets, files, checked, checkedFiles });
  }

  private restore(): void {
    const kept = this.store.read();
    if (isObject(kept)) {
      const files = isObject(kept.checkedFiles) ? kept.checkedFiles : {};
      const [dataSet] = chosenIn([files.dataSet]);
      this.dataSets = chosenIn(kept.dataSets);
      this.files = textsIn(kept.files);
      this.checked = chosenIn(kept.checked);
      this.checkedFiles = dataSet ? { dataSet, paths: textsIn(files.paths) } : null;
    }
  }

  private filesOf(connection: string, permId: string): ReadonlyArray<string> {
    const of = this.checkedFiles?.dataSet;
    return of?.connection === connection && of.permId === permId ? this.checkedFiles!.paths : [];
  }
}

/** The pattern that fits one path only: the letters that have a meaning in patterns lose it. */
export function patternOf(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

function chosenIn(kept: unknown): ChosenDataSet[] {
  const isChosen = (each: unknown): each is ChosenDataSet =>
    isObject(each) &&
    [each.connection, each.permId, each.name].every(text => typeof text === 'string') &&
    (each.size === null || typeof each.size === 'number');
  return Array.isArray(kept) ? kept.filter(isChosen) : [];
}

function textsIn(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
}
