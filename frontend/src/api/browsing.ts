import { query, segment, Send } from './requests';
import { components, SEARCH_KINDS } from './schema';

type Schemas = components['schemas'];

export type Kind = Schemas['EntityResponse']['kind'];
export type EntityKind = Exclude<Kind, 'dataSet'>;

/** A reference to an entity or data set by kind and permId. */
export type Reference = Pick<Schemas['RelatedEntityResponse'], 'kind' | 'permId'>;

/** A space, project, experiment (collection) or sample (object). */
export type Entity = Schemas['EntityResponse'];

/** A row of a listing of data sets. */
export type DataSet = Schemas['DataSetResponse'];

/** Rows of a page; one of the two lists is empty. `counts`: of a search, the number of results by kind. */
export type Rows = Schemas['ListingResponse'] & Partial<Pick<Schemas['SearchResponse'], 'counts'>>;

export type Property = Schemas['PropertyResponse'];

/** A text, or the texts of a property with several values. */
export type PropertyValue = Property['value'];

export type Relative = Schemas['RelatedEntityResponse'];
export type Details = Schemas['DetailsResponse'];

/** A file or folder of a data set; a folder's size and number of files are sums. */
export type FileRow = Schemas['FileResponse'];
export type FileRows = Schemas['FilesResponse'];
export type Preview = Schemas['PreviewResponse'];

/** A copy of a data set on the disk. */
export type LocalCopy = Schemas['LocalCopyResponse'];

/** Which rows of a listing. */
export interface PageRequest {
  start: number;
  /** At most `MAX_ROWS`; the server returns no more at a time. */
  count: number;
}

/** A kind that can be searched. */
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** Number of results by kind; kinds to which the filters do not apply are missing. */
export type Counts = Partial<Record<SearchKind, number>>;

export interface SearchRequest {
  kind: SearchKind;
  text: string;
  type?: string;
  /** `YYYY-MM-DD`, of the registration, inclusive. */
  from?: string;
  to?: string;
  mine?: boolean;
}

/** The texts of a value, one or several. */
export function textsOf(value: PropertyValue): string[] {
  return typeof value === 'string' ? [value] : value;
}

/** Where to search for a copy. Folders are relative to Jupyter's root folder, or absolute. */
export interface LocalCopyRequest {
  /** Folder of the notebook. */
  near: string;
  /** Recorded folder of the data set. */
  recorded?: string | null;
  /** Path of a file in the data set. */
  file?: string;
}

/** Calls that browse openBIS. `name` is that of the connection. */
export class BrowsingApi {
  constructor(private readonly send: Send) {}

  /** List the direct children of one kind; without a parent, the spaces. */
  children(
    name: string,
    kind: Kind,
    parent: Reference | null,
    page: PageRequest,
    signal?: AbortSignal
  ): Promise<Rows> {
    const parameters = { kind, inKind: parent?.kind, inPermId: parent?.permId, ...rows(page) };
    return this.send('GET', `browse/${segment(name)}${query(parameters)}`, undefined, signal);
  }

  search(name: string, request: SearchRequest, page: PageRequest, signal?: AbortSignal): Promise<Rows> {
    const counts = page.start === 0 || undefined;
    const parameters = { ...request, mine: request.mine || undefined, counts, ...rows(page) };
    return this.send('GET', `search/${segment(name)}${query(parameters)}`, undefined, signal);
  }

  details(name: string, { kind, permId }: Reference, signal?: AbortSignal): Promise<Details> {
    return this.send('GET', `details/${segment(name)}/${kind}/${segment(permId)}`, undefined, signal);
  }

  /** List a folder of a data set; the empty path is the data set itself. */
  files(
    name: string,
    permId: string,
    folder: string,
    page: PageRequest,
    signal?: AbortSignal
  ): Promise<FileRows> {
    const path = `files/${segment(name)}/${segment(permId)}`;
    return this.send('GET', `${path}${query({ folder, ...rows(page) })}`, undefined, signal);
  }

  /** Find a copy of a data set on the disk; null: there is none. */
  async localCopy(
    name: string,
    permId: string,
    request: LocalCopyRequest,
    signal?: AbortSignal
  ): Promise<LocalCopy | null> {
    const path = `copies/${segment(name)}/${segment(permId)}${query({ ...request })}`;
    return (await this.send<Schemas['LocalCopiesResponse']>('GET', path, undefined, signal)).copy;
  }

  preview(name: string, permId: string, path: string, signal?: AbortSignal): Promise<Preview> {
    return this.send(
      'GET',
      `preview/${segment(name)}/${segment(permId)}/${segment(path)}`,
      undefined,
      signal
    );
  }
}

function rows({ start, count }: PageRequest): Record<string, number> {
  return { start_with: start, count };
}
