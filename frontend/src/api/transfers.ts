import { query, segment, Send } from './requests';
import { components } from './schema';

type Schemas = components['schemas'];

type Body<K extends keyof Schemas> = Omit<Schemas[K], 'kind' | 'key' | 'dryRun'>;

/** A transfer. */
export type Job = Schemas['JobSummaryResponse'];
export type Progress = Schemas['ProgressResponse'];
export type JobWithDownloads = Schemas['JobResponse'];

/** A finished download, as the published clients keep it in the notebook's metadata. */
export type Download = Schemas['FinishedDownloadResponse'];

export type DownloadRequest = Body<'DownloadJobRequest'>;
export type DownloadPlan = Schemas['DownloadPlanResponse'];

export type UploadRequest = Body<'UploadJobRequest'>;
export type FileUploadRequest = Body<'FileUploadJobRequest'>;
export type FileUploadPlan = Schemas['FileUploadPlanResponse'];

export type PublishRequest = Body<'PublishJobRequest'>;

/** The plan of an upload; `remarks`: remarks on a publication for the user. */
export type UploadPlan = Schemas['UploadPlanResponse'] &
  Partial<Pick<Schemas['PublicationPlanResponse'], 'remarks'>>;

/** A download that was interrupted, maybe before Jupyter was restarted. */
export type Unfinished = Schemas['UnfinishedResponse'];

export type DataSetType = Schemas['DataSetTypeResponse'];
export type Assignment = Schemas['AssignmentResponse'];

/** Transfers. Each `start…` takes a key, the name of one click: sent twice, it starts one job. */
export class TransfersApi {
  constructor(private readonly send: Send) {}

  async list(): Promise<Job[]> {
    return (await this.send<Schemas['JobsResponse']>('GET', 'jobs')).jobs;
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

  startFileUpload(request: FileUploadRequest, key: string): Promise<Job> {
    return this.send('POST', 'jobs', { kind: 'uploadFiles', key, ...request });
  }

  planFileUpload(request: FileUploadRequest): Promise<FileUploadPlan> {
    return this.send('POST', 'jobs', { kind: 'uploadFiles', dryRun: true, ...request });
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
    return (await this.send<Schemas['UnfinishedDownloadsResponse']>('GET', path, undefined, signal))
      .unfinished;
  }

  async dataSetTypes(name: string, refresh = false): Promise<DataSetType[]> {
    const path = `datasetTypes/${segment(name)}${query({ refresh: refresh || undefined })}`;
    return (await this.send<Schemas['DataSetTypesResponse']>('GET', path)).dataSetTypes;
  }
}
