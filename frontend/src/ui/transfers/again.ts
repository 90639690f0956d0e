import { Connection, DownloadRequest, Job, Unfinished } from '../../api';
import { patternOf } from '../../state/selection';

/** Patterns that the server takes in one request. */
const MOST_PATTERNS = 1000;

/** Whether a download was begun again later: the newer one goes on where it has ended. */
export function isContinuedBy(job: Job, other: Job): boolean {
  return (
    other.created > job.created &&
    other.kind === job.kind &&
    other.folder === job.folder &&
    other.connection === job.connection &&
    job.permIds.every(permId => other.permIds.includes(permId))
  );
}

/** Whether a download can be asked for again, to go on. */
export function canGoOn(job: Job): boolean {
  return job.kind === 'download' && (job.state === 'cancelled' || job.state === 'failed');
}

/** Interrupted downloads that no transfer of the list is about: those that another Jupyter server began. */
export function withoutTransfer(unfinished: Unfinished[], jobs: Job[]): Unfinished[] {
  const places = jobs
    .filter(job => job.state !== 'done')
    .flatMap(job => job.permIds.map(permId => `${plain(job.folder ?? '')}/${permId}/`));
  const isKnown = (path: string) => places.some(place => `${plain(path)}/`.startsWith(place));
  return unfinished.filter(each => !isKnown(each.path));
}

/**
 * The request that continues an interrupted download. Its manifest names the files that were wanted; when they are too
 * many to be named again, all of the data set is asked for.
 */
export function continuing({ path, permId, files }: Unfinished, connection: string): DownloadRequest {
  return {
    connection,
    permIds: [permId],
    folder: above(path),
    files: files.length <= MOST_PATTERNS ? files.map(patternOf) : [],
    flat: files.length > 0 && !files.some(file => file.startsWith('original/')),
    overwrite: false
  };
}

/** A connection to the instance that a download came from; one that is logged in is the best. */
export function connectionTo(url: string, connections: Connection[]): Connection | null {
  const bare = (text: string) => text.replace(/\/+$/, '');
  const fitting = connections.filter(each => bare(each.url) === bare(url));
  return fitting.find(each => each.status === 'connected') ?? fitting[0] ?? null;
}

function above(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : path.replace(/\\[^\\]*$/, '');
}

/** With `/` between its parts, whatever the system. */
function plain(path: string): string {
  return path.replace(/\\/g, '/').replace(/\/+$/, '');
}
