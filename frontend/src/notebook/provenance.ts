import { Download, FileUpload } from '../api';
import { belowRoot, folderOf, relativeTo } from '../common/paths';
import { Notebook } from '../host/host';

/**
 * The metadata of a notebook about openBIS, under the keys of the published front ends, which read it, too:
 *
 * - `datasets`: permId to the recorded download; its keys are proposed as parents of an upload.
 * - `openbis.permIds`: permId to a sentence, of each data set that was uploaded from this notebook.
 * - `openbis.files`: `<permId of the sample or experiment>/<folder>` to a sentence, of each publication of this notebook in
 *   files; the published front ends do not have it.
 * - `openbisHistoryId`: identifies all versions of a published notebook.
 *
 * They write absolute paths, which reveal the author's home directory. Here paths are relative to the notebook's folder;
 * data sets outside Jupyter's root folder, e.g. on a scratch disk, are recorded without a path.
 */
const DOWNLOADS = 'datasets';
const OPENBIS = 'openbis';
const HISTORY = 'openbisHistoryId';

/** Recorded file names per data set; limits the size of the notebook. */
const MAX_RECORDED_FILES = 1000;

/** A downloaded data set in the metadata. Other programs may have written it: each key may be missing. */
export interface RecordedDownload {
  permId: string;
  /** The openBIS instance. */
  url?: string;
  /** Folder of its files, relative to the notebook's folder, with `/`. Older entries: an absolute path of the host. */
  path?: string;
  dataStore?: string | null;
  location?: string | null;
  /** Bytes. */
  size?: number | null;
  /** Paths below `path`. */
  files?: string[];
  /** Number of files that are not recorded. */
  filesLeftOut?: number;
  status?: string;
}

/** Return the data sets that were downloaded for a notebook, the first one first. */
export function downloadsOf(notebook: Notebook): RecordedDownload[] {
  return Object.entries(object(notebook.getMetadata(DOWNLOADS))).map(([permId, entry]) => ({
    ...object(entry),
    permId
  }));
}

/**
 * Record downloads in a notebook. A data set that is already recorded keeps its position.
 *
 * @param root Jupyter's root folder, an absolute path of the host.
 */
export function recordDownloads(notebook: Notebook, root: string, downloads: Download[]): void {
  const entries = { ...object(notebook.getMetadata(DOWNLOADS)) };
  for (const download of downloads) {
    entries[download.permId] = entryOf(download, root, folderOf(notebook.path));
  }
  notebook.setMetadata(DOWNLOADS, entries);
}

/** Return the data sets that were uploaded from a notebook, with a sentence about each. */
export function uploadsOf(notebook: Notebook): Record<string, string> {
  const recorded = object(notebook.getMetadata(OPENBIS)).permIds;
  const entries = Array.isArray(recorded)
    ? recorded.map(each => [each, ''])
    : Object.entries(object(recorded));
  return Object.fromEntries(entries.map(([permId, text]) => [String(permId), String(text)]));
}

/** Record a data set that was uploaded from a notebook. */
export function recordUpload(notebook: Notebook, permId: string, text: string): void {
  const permIds = { ...uploadsOf(notebook), [permId]: text };
  notebook.setMetadata(OPENBIS, { ...object(notebook.getMetadata(OPENBIS)), permIds });
}

/** Record that a notebook was published in a folder of the files of a sample or experiment. */
export function recordPublishedFiles(notebook: Notebook, { owner, permId, folder }: FileUpload): void {
  const known = object(notebook.getMetadata(OPENBIS));
  // Data for programs and for the record: not translated.
  const files = { ...object(known.files), [`${permId}/${folder}`]: `Published in the files of ${owner}` };
  notebook.setMetadata(OPENBIS, { ...known, files });
}

/** A publication of a notebook in a folder of the files of a sample or experiment. */
export interface PublishedFiles {
  /** PermId of the sample or experiment. */
  permId: string;
  folder: string;
}

/** Return the publications of a notebook in files of samples and experiments. */
export function publishedFilesOf(notebook: Notebook): PublishedFiles[] {
  return Object.keys(object(object(notebook.getMetadata(OPENBIS)).files)).map(key => {
    const [permId, ...folder] = key.split('/');
    return { permId, folder: folder.join('/') };
  });
}

/** Return the time in the name of the folder of a publication, in milliseconds; 0 if it is no such folder. */
export function publicationTime(folder: string): number {
  const [, day, ...time] = /(\d{4}-\d\d-\d\d) (\d\d)-(\d\d)-(\d\d)$/.exec(folder) ?? [];
  return day ? Date.parse(`${day}T${time.join(':')}Z`) : 0;
}

/** Return the id of all versions of a published notebook; null before it was published. */
export function historyIdOf(notebook: Notebook): string | null {
  const recorded = notebook.getMetadata(HISTORY);
  return typeof recorded === 'string' && recorded ? recorded : null;
}

export function recordHistoryId(notebook: Notebook, historyId: string): void {
  notebook.setMetadata(HISTORY, historyId);
}

function entryOf(download: Download, root: string, notebookFolder: string): RecordedDownload {
  const { permId, url, dataStore, location, size, files } = download;
  const below = belowRoot(root, download.path);
  const path = below === null ? undefined : relativeTo(notebookFolder, below);
  const leftOut = files.length - MAX_RECORDED_FILES;
  return {
    permId,
    url,
    ...(path !== undefined && { path }),
    dataStore,
    location,
    size,
    files: files.slice(0, MAX_RECORDED_FILES),
    ...(leftOut > 0 && { filesLeftOut: leftOut }),
    // The server's own sentence has the absolute path in it. Data for programs and for the record: not translated.
    status: `Data for DataSet ${permId} was successfully downloaded${path === undefined ? '' : ` to: ${path}`}`
  };
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
