import { query, segment, Send } from './sending/requests';
import { components } from './schema';

type Schemas = components['schemas'];

export type EnvironmentRequest = Schemas['SaveEnvironmentRequest'];

/** How to treat a file that belongs to another notebook, or to the user; `ask`: the request fails. */
export type Conflict = NonNullable<EnvironmentRequest['conflict']>;

/** The files that were written beside a notebook. The first is the requirements file, the second the runtime file. */
export type SavedEnvironment = Schemas['EnvironmentResponse'];

/** A comment on a package in the requirements file. */
export type PackageComment = Schemas['PackageCommentResponse'];

/** The versions of a published notebook that are data sets, the newest first. */
export type Versions = Schemas['VersionsResponse'];
export type Version = Schemas['PublicationVersionResponse'];

/** The plan for a published notebook that is opened with its data. */
export type Opening = Schemas['OpeningResponse'];
export type OpeningInput = Opening['inputs'][number];

/** Where to download it to, and which publication in the files of a sample or experiment; empty: a data set. */
export interface OpeningRequest {
  folder: string;
  publication: string;
  folderNames: string;
}

/** Code of the error when a file belongs to another notebook. Its details: `file`, `owner`, `otherNames`. */
export const FILE_OF_ANOTHER = 'file-of-another-notebook';

/** Requests about a notebook and its folder. */
export class NotebookApi {
  constructor(private readonly send: Send) {}

  /** Write what a kernel has installed beside its notebook. Throws `ApiError`. */
  async saveEnvironment(request: EnvironmentRequest): Promise<SavedEnvironment> {
    return this.send('POST', 'environment', request);
  }

  /** List the versions of a published notebook. Throws `ApiError`. */
  versions(connection: string, historyId: string, signal?: AbortSignal): Promise<Versions> {
    return this.send('GET', `publications/${segment(connection)}${query({ historyId })}`, undefined, signal);
  }

  /** Plan how a published notebook is opened with its data; nothing is downloaded. Throws `ApiError`. */
  opening(
    connection: string,
    permId: string,
    { publication, ...request }: OpeningRequest,
    signal?: AbortSignal
  ): Promise<Opening> {
    const parameters = query({ ...request, publication: publication || undefined });
    return this.send(
      'GET',
      `opening/${segment(connection)}/${segment(permId)}${parameters}`,
      undefined,
      signal
    );
  }
}
