import { query, segment, Send } from './sending/requests';
import { components } from './schema';
import { SyncPlan, SyncRequest } from './sync';

type Schemas = components['schemas'];

type Body<K extends keyof Schemas> = Omit<Schemas[K], 'kind' | 'key' | 'dryRun'>;

/** A transfer. */
export type Job = Schemas['JobSummaryResponse'];
export type Progress = Schemas['ProgressResponse'];

/** A data set, sample or experiment that a transfer is about. */
export type Subject = Schemas['SubjectResponse'];
export type JobWithDownloads = Schemas['JobResponse'];

/** A finished download, as the published clients keep it in the notebook's metadata. */
export type Download = Schemas['FinishedDownloadResponse'];

export type DownloadRequest = Body<'DownloadJobRequest'>;
export type DownloadPlan = Schemas['DownloadPlanResponse'];

export type UploadRequest = Body<'UploadJobRequest'>;
export type FileUploadRequest = Body<'FileUploadJobRequest'>;
export type FileUpload = Schemas['FileUploadResponse'];
export type FileUploadPlan = Schemas['FileUploadPlanResponse'];

export type PublishRequest = Body<'PublishJobRequest'>;

/** Where a notebook is published: in a new data set, or in a new folder of the owner's files. */
export type PublicationTarget = NonNullable<PublishRequest['target']>;
export type FilePublicationPlan = Schemas['FilePublicationPlanResponse'];

/** The plan of an upload; `remarks`: remarks on a publication for the user. */
export type UploadPlan = Schemas['UploadPlanResponse'] &
  Partial<Pick<Schemas['PublicationPlanResponse'], 'remarks'>>;

export type PublicationPlan = UploadPlan | FilePublicationPlan;

/** A download that was interrupted, maybe before Jupyter was restarted. */
export type Unfinished = Schemas['UnfinishedResponse'];

/** The data set types, and whether samples and experiments can have files of their own; null: not asked. */
export type StorageOptions = Schemas['StorageOptionsResponse'];
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

  /** Try an interrupted transfer again now; any other is unchanged. */
  retry(id: string): Promise<Job> {
    return this.send('POST', `jobs/${segment(id)}/retry`);
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

  planPublishing(request: PublishRequest): Promise<PublicationPlan> {
    return this.send('POST', 'jobs', { kind: 'publish', dryRun: true, ...request });
  }

  startSync(request: SyncRequest, key: string): Promise<Job> {
    return this.send('POST', 'jobs', { kind: 'sync', key, ...request });
  }

  planSync(request: SyncRequest, signal?: AbortSignal): Promise<SyncPlan> {
    return this.send('POST', 'jobs', { kind: 'sync', dryRun: true, ...request }, signal);
  }

  /** Downloads in a folder that were interrupted; the same request continues them. */
  async unfinished(folder: string, signal?: AbortSignal): Promise<Unfinished[]> {
    const path = `unfinished${query({ folder })}`;
    return (await this.send<Schemas['UnfinishedDownloadsResponse']>('GET', path, undefined, signal))
      .unfinished;
  }

  async dataSetTypes(name: string): Promise<DataSetType[]> {
    return (await this.storageOptions(name)).dataSetTypes;
  }

  /**
   * @param asked `refresh`: bypass the server's cache of types. `fileServer`: also ask for files of samples and experiments.
   */
  storageOptions(
    name: string,
    asked: { refresh?: boolean; fileServer?: boolean } = {}
  ): Promise<StorageOptions> {
    const { refresh, fileServer } = asked;
    const parameters = query({ refresh: refresh || undefined, fileServer: fileServer || undefined });
    return this.send('GET', `datasetTypes/${segment(name)}${parameters}`);
  }
}
