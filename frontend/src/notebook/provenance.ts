import { Download } from '../api';
import { Notebook } from '../host/host';
import { belowRoot, folderOf, isAbsolute, relativeTo, resolved } from './paths';

/**
 * What a notebook's metadata says about openBIS, under the keys of the published front ends, which go on reading it:
 *
 * - `datasets`: permId to what was downloaded; they propose its keys as parents of an upload.
 * - `openbis.permIds`: permId to a sentence, of each data set that was made of this notebook.
 * - `openbisHistoryId`: joins the versions of a published notebook.
 *
 * They write absolute paths, which tell strangers how the author's home directory is called. Here paths are relative to
 * the notebook's folder. What lies outside of Jupyter's root folder, e.g. on a scratch disk, gets no path at all.
 */
const DOWNLOADS = 'datasets';
const OPENBIS = 'openbis';
const HISTORY = 'openbisHistoryId';

/** Names of files that are kept of one data set: a notebook should stay one that can be opened. */
const MOST_FILES = 1000;

/** A downloaded data set as the metadata has it. Others may have written it: each key may be missing. */
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
  /** How many more files there are. */
  filesLeftOut?: number;
  status?: string;
}

/** The data sets that were downloaded for a notebook, the first one first. */
export function downloadsOf(notebook: Notebook): RecordedDownload[] {
  return Object.entries(object(notebook.getMetadata(DOWNLOADS))).map(([permId, entry]) => ({
    ...object(entry),
    permId
  }));
}

/** The permIds of those, as parents for what is made of them. */
export function parentsOf(notebook: Notebook): string[] {
  return downloadsOf(notebook).map(each => each.permId);
}

/**
 * Note downloads in a notebook. A data set that is noted already keeps its place.
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

/** Jupyter's path of a downloaded data set; null when it has none, or none that is known. */
export function folderOfDownload(
  notebook: Notebook,
  root: string,
  { path }: RecordedDownload
): string | null {
  if (typeof path !== 'string') {
    return null;
  }
  return isAbsolute(path) ? belowRoot(root, path) : resolved(folderOf(notebook.path), path);
}

/** The data sets that were made of a notebook, with a sentence about each. */
export function uploadsOf(notebook: Notebook): Record<string, string> {
  const noted = object(notebook.getMetadata(OPENBIS)).permIds;
  const entries = Array.isArray(noted) ? noted.map(each => [each, '']) : Object.entries(object(noted));
  return Object.fromEntries(entries.map(([permId, told]) => [String(permId), String(told)]));
}

/** Note a data set that was made of a notebook. */
export function recordUpload(notebook: Notebook, permId: string, told: string): void {
  const permIds = { ...uploadsOf(notebook), [permId]: told };
  notebook.setMetadata(OPENBIS, { ...object(notebook.getMetadata(OPENBIS)), permIds });
}

/** What joins the versions of a published notebook; null before it was published. */
export function historyIdOf(notebook: Notebook): string | null {
  const noted = notebook.getMetadata(HISTORY);
  return typeof noted === 'string' && noted ? noted : null;
}

export function recordHistoryId(notebook: Notebook, historyId: string): void {
  notebook.setMetadata(HISTORY, historyId);
}

function entryOf(download: Download, root: string, notebookFolder: string): RecordedDownload {
  const { permId, url, dataStore, location, size, files } = download;
  const below = belowRoot(root, download.path);
  const path = below === null ? undefined : relativeTo(notebookFolder, below);
  const leftOut = files.length - MOST_FILES;
  return {
    permId,
    url,
    ...(path !== undefined && { path }),
    dataStore,
    location,
    size,
    files: files.slice(0, MOST_FILES),
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
