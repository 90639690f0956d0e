import { Send } from './sending/requests';
import { components } from './schema';

type Schemas = components['schemas'];

/** A folder to synchronise once with the files of a sample or experiment. */
export type SyncRequest = Omit<Schemas['SyncJobRequest'], 'kind' | 'key' | 'dryRun' | 'subjects'>;

/** Which side follows the other one: `up`: openBIS; `down`: the folder. */
export type SyncDirection = NonNullable<SyncRequest['direction']>;

/** Which version replaces the other one if both sides have changed a file; `neither`: both are kept. */
export type SyncPreference = NonNullable<SyncRequest['prefer']>;

export type SyncPlan = Schemas['SyncPlanResponse'];
export type SyncReport = Schemas['SyncReportResponse'];
export type SyncAction = Schemas['SyncActionResponse'];
export type SyncActionKind = SyncAction['action'];
export type SyncCounts = SyncPlan['counts'];

/** A folder to keep in openBIS as long as Jupyter runs. */
export type KeepRequest = Schemas['KeepFolderRequest'];

/** A folder that Jupyter keeps in openBIS, and its state. */
export type KeptFolder = Schemas['KeptFolderResponse'];

/** What is known about a folder and its direct content, without a request to openBIS. */
export type FolderState = Schemas['FolderStateResponse'];
export type Synchronised = NonNullable<FolderState['synchronised']>;
export type EntryState = FolderState['entries'][number];

/** Folders that are synchronised with openBIS. Folders are Jupyter's paths, or absolute ones of the host. */
export class SyncApi {
  constructor(private readonly send: Send) {}

  /** Return the states of the files and folders in a folder; quick. */
  state(folder: string, signal?: AbortSignal): Promise<FolderState> {
    return this.send('GET', `sync/state?${new URLSearchParams({ folder })}`, undefined, signal);
  }

  async keptFolders(): Promise<KeptFolder[]> {
    return (await this.send<Schemas['KeptFoldersResponse']>('GET', 'sync')).folders;
  }

  /** Keep a folder in openBIS, or change how it is kept. */
  keep(request: KeepRequest): Promise<KeptFolder> {
    return this.send('PUT', 'sync', request);
  }

  /** Keep a folder no longer; no file is deleted. */
  async end(folder: string): Promise<void> {
    await this.send('DELETE', `sync?${new URLSearchParams({ folder })}`);
  }

  /** Synchronise a kept folder at once. */
  async synchroniseNow(folder: string): Promise<void> {
    await this.send('POST', `sync/now?${new URLSearchParams({ folder })}`);
  }
}
