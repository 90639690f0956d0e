import { Connection, DownloadRequest, Job, Unfinished } from '../api';

/** Whether a newer download resumes this one. */
export function isResumedBy(job: Job, other: Job): boolean {
  return (
    other.created > job.created &&
    other.kind === job.kind &&
    other.folder === job.folder &&
    other.connection === job.connection &&
    job.permIds.every(permId => other.permIds.includes(permId))
  );
}

/** Whether a download can be resumed. */
export function canResume(job: Job): boolean {
  return job.kind === 'download' && (job.state === 'cancelled' || job.state === 'failed');
}

/** Whether a newer download has resumed this one. */
export function isSuperseded(job: Job, all: ReadonlyArray<Job>): boolean {
  return canResume(job) && all.some(each => isResumedBy(job, each));
}

/** Return the interrupted downloads that no job of the list is about: those of another Jupyter server. */
export function unknownToJobs(unfinished: Unfinished[], jobs: Job[]): Unfinished[] {
  const folders = jobs
    .filter(job => job.state !== 'done')
    .flatMap(job => job.permIds.map(permId => `${normalized(job.folder ?? '')}/${permId}/`));
  const isKnown = (path: string) => folders.some(folder => `${normalized(path)}/`.startsWith(folder));
  return unfinished.filter(each => !isKnown(each.path));
}

/** Return the request that resumes an interrupted download. */
export function resumeRequest({ permId, folder, options }: Unfinished, connection: string): DownloadRequest {
  return { connection, permIds: [permId], folder, ...options };
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
