import { ACTIVE_STATES, Connection, DownloadRequest, Job, Unfinished } from '../api';

/** Whether a transfer runs, or waits to run or to be tried again. */
export function isActive(job: Job): boolean {
  return ACTIVE_STATES.includes(job.state);
}

/** Whether a newer download, or synchronisation of the same folder, resumes this one. */
export function isResumedBy(job: Job, other: Job): boolean {
  return (
    other.created > job.created &&
    other.kind === job.kind &&
    other.folder === job.folder &&
    other.connection === job.connection &&
    (job.kind === 'sync' || job.permIds.every(permId => other.permIds.includes(permId)))
  );
}

/** Whether a download can be resumed. */
export function canResume(job: Job): boolean {
  return job.kind === 'download' && (job.state === 'cancelled' || job.state === 'failed');
}

/** Whether a folder can be synchronised again: that continues what was interrupted. */
export function canSynchroniseAgain(job: Job): boolean {
  return job.kind === 'sync' && (job.state === 'cancelled' || job.state === 'failed');
}

/** Whether a newer download or synchronisation has resumed this one. */
export function isSuperseded(job: Job, all: ReadonlyArray<Job>): boolean {
  return (canResume(job) || canSynchroniseAgain(job)) && all.some(each => isResumedBy(job, each));
}

/** Return the interrupted downloads that no job of the list is about: those of another Jupyter server. */
export function unknownToJobs(unfinished: Unfinished[], jobs: Job[]): Unfinished[] {
  const open = jobs.filter(job => job.state !== 'done');
  const isKnown = (path: string) =>
    open.some(job => job.permIds.some(permId => isFolderOf(path, permId, job)));
  return unfinished.filter(each => !isKnown(each.path));
}

/** Whether a path is the folder of a data set of a job, or in it; the folder is called `permId` or `name (permId)`. */
function isFolderOf(path: string, permId: string, { folder }: Job): boolean {
  const base = `${normalized(folder ?? '')}/`;
  const name = path.replace(/\\/g, '/').startsWith(base)
    ? normalized(path).slice(base.length).split('/')[0]
    : '';
  return name === permId || name.endsWith(` (${permId})`);
}

/** Return the name of the data set of an interrupted download; null if its folder is not called by it. */
export function nameOfUnfinished({ path, permId }: Unfinished): string | null {
  const called = normalized(path).split('/').pop()!;
  const end = ` (${permId})`;
  return called.endsWith(end) ? called.slice(0, -end.length) : null;
}

/** Return the request that resumes an interrupted download. */
export function resumeRequest(unfinished: Unfinished, connection: string): DownloadRequest {
  const { permId, folder, options } = unfinished;
  const subjects = [{ reference: permId, name: nameOfUnfinished(unfinished), kind: null }];
  return { connection, permIds: [permId], folder, ...options, subjects };
}

/** Return a connection to the instance of a download, preferably one that is logged in. */
export function connectionTo(url: string, connections: Connection[]): Connection | null {
  const bare = (text: string) => text.replace(/\/+$/, '');
  const fitting = connections.filter(each => bare(each.url) === bare(url));
  return fitting.find(each => each.status === 'connected') ?? fitting[0] ?? null;
}

/** Return a path with `/` as separator, without a trailing one. */
function normalized(path: string): string {
  return path.replace(/\\/g, '/').replace(/\/+$/, '');
}
