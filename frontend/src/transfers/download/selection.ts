import { patternOf } from '../../api';
import { BrowserStore, isObject } from '../../common/models/browserStore';
import { Model } from '../../common/models/model';

/** A selected data set. */
export interface SelectedDataSet {
  connection: string;
  permId: string;
  /** Its name; without one, its permId. */
  name: string;
  /** Bytes, where known. */
  size: number | null;
}

/** The checked files and folders of a data set. */
export interface CheckedFiles {
  dataSet: SelectedDataSet;
  paths: ReadonlyArray<string>;
}

/**
 * Checked data sets and files, and those of the download form. They differ: a download of one data set leaves the check
 * marks of others unchanged.
 *
 * - `dataSets`, `files`: those of the download form. All data sets are of one connection. `files` are paths of files and
 *   folders in the only data set; an empty list means all.
 * - `checked`: the checked data sets of all connections.
 * - `checkedFiles`: the checked files and folders by data set.
 *
 * `download…` methods set the former; `navigation.startTask('download')` then shows the form.
 */
export class SelectionModel extends Model {
  dataSets: ReadonlyArray<SelectedDataSet> = [];
  files: ReadonlyArray<string> = [];
  checked: ReadonlyArray<SelectedDataSet> = [];
  checkedFiles: ReadonlyArray<CheckedFiles> = [];

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
    return this.checked.some(each => each.connection === connection && each.permId === permId);
  }

  /** The connections of the checked data sets. */
  get connections(): string[] {
    return [...new Set(this.checked.map(each => each.connection))];
  }

  /** Return the checked data sets of one connection. */
  checkedOf(connection: string): SelectedDataSet[] {
    return this.checked.filter(each => each.connection === connection);
  }

  /** Check or uncheck a data set. */
  toggle(dataSet: SelectedDataSet): void {
    const { connection, permId } = dataSet;
    const others = this.checked.filter(each => each.connection !== connection || each.permId !== permId);
    this.checked = others.length < this.checked.length ? others : [...this.checked, dataSet];
    this.emitChanged();
  }

  /** Uncheck all data sets of one connection. */
  clear(connection: string): void {
    this.checked = this.checked.filter(each => each.connection !== connection);
    this.emitChanged();
  }

  isFileChecked(connection: string, permId: string, path: string): boolean {
    return this.filesOf(connection, permId).some(each => path === each || path.startsWith(`${each}/`));
  }

  /** Whether a file or folder is checked because a parent folder is. */
  isFileCovered(connection: string, permId: string, path: string): boolean {
    return this.filesOf(connection, permId).some(each => path.startsWith(`${each}/`));
  }

  /** Check or uncheck a file or folder of a data set. */
  toggleFile(dataSet: SelectedDataSet, path: string): void {
    const { connection, permId } = dataSet;
    const before = this.filesOf(connection, permId);
    const outside = before.filter(each => each !== path && !each.startsWith(`${path}/`));
    const paths = before.includes(path) ? outside : [...outside, path];
    this.setFiles(dataSet, paths);
  }

  clearFiles(dataSet: SelectedDataSet): void {
    this.setFiles(dataSet, []);
  }

  /** Set the data sets of the download form, or some files of the only one. */
  download(dataSets: ReadonlyArray<SelectedDataSet>, files: ReadonlyArray<string> = []): void {
    this.dataSets = dataSets;
    this.files = files;
    this.emitChanged();
  }

  downloadChecked(connection: string): void {
    this.download(this.checkedOf(connection));
  }

  /** Remove a data set from the download form. */
  leaveOut(permId: string): void {
    this.download(this.dataSets.filter(each => each.permId !== permId));
  }

  private save(): void {
    const { dataSets, files, checked, checkedFiles } = this;
    this.store.write({ dataSets, files, checked, checkedFiles });
  }

  private restore(): void {
    const kept = this.store.read();
    if (isObject(kept)) {
      this.dataSets = selectedDataSetsIn(kept.dataSets);
      this.files = textsIn(kept.files);
      this.checked = selectedDataSetsIn(kept.checked);
      this.checkedFiles = (Array.isArray(kept.checkedFiles) ? kept.checkedFiles : []).flatMap(filesIn);
    }
  }

  /** Return the checked files and folders of a data set. */
  filesOf(connection: string, permId: string): ReadonlyArray<string> {
    return this.checkedFiles.find(each => isSame(each.dataSet, { connection, permId }))?.paths ?? [];
  }

  private setFiles(dataSet: SelectedDataSet, paths: ReadonlyArray<string>): void {
    const others = this.checkedFiles.filter(each => !isSame(each.dataSet, dataSet));
    this.checkedFiles = paths.length ? [...others, { dataSet, paths }] : others;
    this.emitChanged();
  }
}

type Named = Pick<SelectedDataSet, 'connection' | 'permId'>;

function isSame(one: Named, other: Named): boolean {
  return one.connection === other.connection && one.permId === other.permId;
}

function selectedDataSetsIn(kept: unknown): SelectedDataSet[] {
  const isChosen = (each: unknown): each is SelectedDataSet =>
    isObject(each) &&
    [each.connection, each.permId, each.name].every(text => typeof text === 'string') &&
    (each.size === null || typeof each.size === 'number');
  return Array.isArray(kept) ? kept.filter(isChosen) : [];
}

function textsIn(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
}

function filesIn(kept: unknown): CheckedFiles[] {
  const [dataSet] = isObject(kept) ? selectedDataSetsIn([kept.dataSet]) : [];
  const paths = isObject(kept) ? textsIn(kept.paths) : [];
  return dataSet && paths.length ? [{ dataSet, paths }] : [];
}
