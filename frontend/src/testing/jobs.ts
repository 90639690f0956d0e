import { Download, Job, JobWithDownloads } from '../api';

/** A finished download as the server returns it; names of its data sets are unknown. */
export function job(changes: Partial<Job> = {}): Job {
  const { permIds = ['1-1'] } = changes;
  return {
    id: 'j1',
    kind: 'download',
    connection: 'lab',
    state: 'done',
    key: null,
    permIds,
    subjects: permIds.map(reference => ({ reference, name: null, kind: null })),
    owner: null,
    ownerKind: null,
    ownerFolder: null,
    isOfOwner: false,
    folder: '/home/alice/work/raw',
    created: '2024-01-01T10:00:00+00:00',
    started: '2024-01-01T10:00:01+00:00',
    ended: '2024-01-01T10:01:00+00:00',
    progress: {
      files: 1,
      bytes: 7,
      totalFiles: 1,
      totalBytes: 7,
      bytesPerSecond: 7,
      secondsLeft: 0,
      file: null
    },
    attempts: 1,
    nextAttempt: null,
    error: null,
    link: null,
    historyId: null,
    remarks: [],
    skipped: [],
    removedFiles: 0,
    ...changes
  };
}

/** A finished download with its data sets. */
export function jobWithDownloads(changes: Partial<JobWithDownloads> = {}): JobWithDownloads {
  const options = {
    files: [],
    flat: false,
    overwrite: false,
    mode: 'copy' as const,
    folderNames: 'permId' as const
  };
  return {
    ...job(changes),
    options,
    downloads: [download('1-1')],
    fileUpload: null,
    sync: null,
    statusText: null,
    ...changes
  };
}

export function download(permId: string, changes: Partial<Download> = {}): Download {
  return {
    permId,
    path: `/home/alice/work/raw/${permId}`,
    files: ['original/a.csv'],
    url: 'https://openbis.example.org',
    dataStore: 'DSS1',
    location: 'AB/CD/1',
    size: 7,
    statusText: `Data for DataSet ${permId} was successfully downloaded to: /home/alice/work/raw/${permId}`,
    fetched: { files: 1, bytes: 7 },
    removed: [],
    ...changes
  };
}
