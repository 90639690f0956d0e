import { Connection, TraceRequest } from '../api';
import { belowRoot, folderOf, isAbsolute, resolved } from '../common/paths';
import { Notebook } from '../host/host';
import {
  downloadsOf,
  PublishedFiles,
  publishedFilesOf,
  RecordedDownload,
  uploadsOf
} from '../notebook/provenance';

/** Recorded data sets that one request asks for; the server takes no more. */
const MAX_DATA_SETS = 1000;

/** What the metadata of a notebook say about openBIS. */
export interface NotebookRecords {
  request: Required<TraceRequest>;
  /** PermIds of the produced data sets. */
  published: string[];
  publishedFiles: PublishedFiles[];
  /** Downloads from another openBIS than that of the connection. */
  others: RecordedDownload[];
}

/**
 * Read the metadata of a notebook.
 *
 * Uploads are recorded without their openBIS: they are looked for in that of the connection.
 *
 * @param root Jupyter's root folder, an absolute path of the host.
 */
export function recordsOf(notebook: Notebook, connection: Connection, root: string): NotebookRecords {
  const downloads = downloadsOf(notebook);
  const isHere = ({ url }: RecordedDownload) => typeof url !== 'string' || url === connection.url;
  const published = Object.keys(uploadsOf(notebook));
  const publishedFiles = publishedFilesOf(notebook);
  const produced = new Set([...published, ...publishedFiles.map(each => each.permId)].filter(Boolean));
  const near = folderOf(notebook.path);
  const used = downloads.filter(isHere).map(({ permId, path }) => ({
    permId,
    path: folderBelowRoot(path, near, root)
  }));
  return {
    request: { near, used: used.slice(-MAX_DATA_SETS), produced: [...produced].slice(-MAX_DATA_SETS) },
    published,
    publishedFiles,
    others: downloads.filter(each => !isHere(each))
  };
}

/** Return a recorded folder, relative to Jupyter's root folder; null if it is outside, or not recorded. */
function folderBelowRoot(path: unknown, near: string, root: string): string | null {
  if (typeof path !== 'string') {
    return null;
  }
  return isAbsolute(path) ? belowRoot(root, path) : resolved(near, path);
}
