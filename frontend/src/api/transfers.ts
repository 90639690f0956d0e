import { PropertyValue } from './browsing';
import { query, segment, Send } from './requests';

export interface Amount {
  files: number;
  bytes: number;
}

export interface Progress extends Amount {
  totalFiles: number | null;
  totalBytes: number | null;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** A transfer. Times are ISO 8601. */
export interface Job {
  id: string;
  kind: 'download' | 'upload' | 'publish';
  connection: string;
  state: JobState;
  key: string | null;
  /** Data sets that are downloaded; of an upload, the one that was registered. */
  permIds: string[];
  /** Absolute path of the host, of a download. */
  folder: string | null;
  created: string;
  started: string | null;
  ended: string | null;
  progress: Progress;
  /** Why it failed, as an error answer: `reason`, `code`, `errors`. */
  error: Record<string, unknown> | null;
  /** Page of the new data set in openBIS's ELN. */
  link?: string | null;
  historyId?: string | null;
}

/** A finished download, as the published clients keep it in the notebook's metadata. */
export interface Download {
  url: string;
  permId: string;
  path: string;
  dataStore: string | null;
  location: string | null;
  size: number | null;
  files: string[];
  statusText: string;
  fetched: Amount;
}

export interface JobWithDownloads extends Job {
  downloads: Download[];
  /** Of a download: what was asked for besides the data sets and the folder. */
  options: DownloadOptions | null;
}

export interface DownloadOptions {
  /** Patterns of the files that are wanted; none means all. */
  files?: string[];
  /** Leave out the folder `original`. */
  flat?: boolean;
  /** Replace files of the same names that differ; else the download fails where there are some. */
  overwrite?: boolean;
  /** `link`: links into the mounted data store, instead of copies. */
  mode?: 'copy' | 'link';
}

export interface DownloadRequest extends DownloadOptions {
  connection: string;
  permIds: string[];
  /** Relative to Jupyter's root folder, or absolute. */
  folder: string;
}

export interface PlannedFile {
  path: string;
  localPath: string;
  size: number;
  state: string;
  present: number;
}

export interface DownloadPlan {
  dataSets: {
    permId: string;
    path: string;
    status: string | null;
    problem: Record<string, unknown> | null;
    files: PlannedFile[];
    conflicts: string[];
  }[];
  total: Amount;
  toFetch: Amount;
  freeBytes: number | null;
  fits: boolean;
}

export interface UploadRequest {
  connection: string;
  type: string;
  entityIdentifier: string;
  /** Paths relative to Jupyter's root folder. */
  files: string[];
  parents: string[];
  /** Property code to value. */
  props: Record<string, PropertyValue>;
}

export interface PublishRequest {
  connection: string;
  /** Path of the notebook, relative to Jupyter's root folder. */
  notebook: string;
  entityIdentifier: string;
  name: string;
  notes: string;
  parents: string[];
  files?: string[];
  /** Code of a data set type, where openBIS has none for notebooks. */
  type?: string;
  historyId?: string | null;
  /** Properties besides name, notes and history id. */
  props?: Record<string, PropertyValue>;
}

export interface UploadPlan {
  type: string;
  owner: string;
  parents: string[];
  properties: Record<string, PropertyValue>;
  files: { name: string; size: number; isFolder: boolean }[];
  total: Amount;
  /** What the user should know of a publication, in sentences. */
  remarks?: string[];
}

/** A download that was interrupted, maybe before Jupyter was restarted. */
export interface Unfinished {
  path: string;
  permId: string;
  url: string;
  written: string;
  files: string[];
}

export interface Term {
  code: string;
  label: string | null;
  description: string | null;
  official: boolean;
  ordinal: number;
}

export interface Assignment {
  code: string;
  label: string | null;
  description: string | null;
  mandatory: boolean;
  dataType: string;
  section: string | null;
  ordinal: number;
  /** openBIS fills it; it is not sent. */
  computed: boolean;
  terms: Term[];
  /** Whether it can have several values. */
  multiValue: boolean;
}

export interface DataSetType {
  code: string;
  description: string | null;
  propertyAssignments: Assignment[];
}

/** Transfers. Each `start…` takes a key, the name of one click: sent twice, it starts one job. */
export class TransfersApi {
  constructor(private readonly send: Send) {}

  async list(): Promise<Job[]> {
    return (await this.send<{ jobs: Job[] }>('GET', 'jobs')).jobs;
  }

  get(id: string): Promise<JobWithDownloads> {
    return this.send('GET', `jobs/${segment(id)}`);
  }

  cancel(id: string): Promise<Job> {
    return this.send('DELETE', `jobs/${segment(id)}`);
  }

  startDownload(request: DownloadRequest, key: string): Promise<Job> {
    return this.send('POST', 'jobs', { kind: 'download', key, ...request });
  }

  planDownload(request: DownloadRequest, signal?: AbortSignal): Promise<DownloadPlan> {
    return this.send('POST', 'jobs', { kind: 'download', dryRun: true, ...request }, signal);
  }

  startUpload(request: UploadRequest, key: string): Promise<Job> {
    return this.send('POST', 'jobs', { kind: 'upload', key, ...request });
  }

  planUpload(request: UploadRequest): Promise<UploadPlan> {
    return this.send('POST', 'jobs', { kind: 'upload', dryRun: true, ...request });
  }

  startPublishing(request: PublishRequest, key: string): Promise<Job> {
    return this.send('POST', 'jobs', { kind: 'publish', key, ...request });
  }

  planPublishing(request: PublishRequest): Promise<UploadPlan> {
    return this.send('POST', 'jobs', { kind: 'publish', dryRun: true, ...request });
  }

  /** Downloads in a folder that were interrupted; the same request continues them. */
  async unfinished(folder: string, signal?: AbortSignal): Promise<Unfinished[]> {
    const path = `unfinished${query({ folder })}`;
    return (await this.send<{ unfinished: Unfinished[] }>('GET', path, undefined, signal)).unfinished;
  }

  async dataSetTypes(name: string, refresh = false): Promise<DataSetType[]> {
    const path = `datasetTypes/${segment(name)}${query({ refresh: refresh || undefined })}`;
    return (await this.send<{ dataSetTypes: DataSetType[] }>('GET', path)).dataSetTypes;
  }
}
