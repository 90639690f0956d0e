import { query, segment, Send } from './sending/requests';
import { components, MAX_ROWS, SEARCH_KINDS } from './schema';

type Schemas = components['schemas'];

/** Files of a folder that are listed at once: twenty requests. */
const MAX_FILES = 20 * MAX_ROWS;

export type Kind = Schemas['EntityResponse']['kind'];
export type EntityKind = Exclude<Kind, 'dataSet'>;

/** A reference to an entity or data set by kind and permId. */
export type Reference = Pick<Schemas['RelatedEntityResponse'], 'kind' | 'permId'>;

/** A space, project, experiment (collection) or sample (object). */
export type Entity = Schemas['EntityResponse'];

/** A row of a listing of data sets. */
export type DataSet = Schemas['DataSetResponse'];

/**
 * Rows of a page; one of the two lists is empty. Of a search: `counts`, the number of results by kind; `next`, from which the
 * next page continues.
 */
export type Rows = Schemas['ListingResponse'] & Partial<Pick<Schemas['SearchResponse'], 'counts' | 'next'>>;

export type Property = Schemas['PropertyResponse'];

/** A text, or the texts of a property with several values. */
export type PropertyValue = Property['value'];

export type Relative = Schemas['RelatedEntityResponse'];
export type Details = Schemas['DetailsResponse'];

/** A file or folder of a data set; a folder's size and number of files are sums. */
export type FileRow = Schemas['FileResponse'];
export type FileRows = Schemas['FilesResponse'];
export type Preview = Schemas['PreviewResponse'];

/** Why a file, or a part of it, is not shown. */
export type PreviewReason = Schemas['ReasonResponse'];

/** A group or dataset of an HDF5 file. */
export type Hdf5Item = Schemas['Hdf5Response'];
export type Hdf5Member = Schemas['Hdf5MemberResponse'];

/** The part of a file that is previewed. */
export interface PreviewPart {
  /** More rows and lines, and the content of PDF documents. */
  large?: boolean;
  /** First byte of a part of a text or table: `next` of the part before. */
  offset?: number;
  /** Page of a TIFF file, from 0. */
  page?: number;
  /** Maximum of width and height of an image, in pixels. */
  side?: number;
  /** Path of an item in an HDF5 file. */
  item?: string;
  /** Index of the first value of an HDF5 dataset in each dimension. */
  start?: ReadonlyArray<number>;
}

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
  /** The same, of the last modification. */
  modifiedFrom?: string;
  modifiedTo?: string;
  mine?: boolean;
  /** Identifier or permId of the entity in which the results are, at any depth. */
  owner?: string;
  /** Conditions on properties, e.g. `MAGNIFICATION > 40`. */
  where?: ReadonlyArray<string>;
  /** A field of `SORT_FIELDS`, with a minus before it in descending order; by default, newest first. */
  sort?: string;
  /** Whether the first page also counts the results of each kind; by default, yes. */
  counts?: boolean;
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

  /** Return a page of results. `after`: `next` of the previous page, instead of the number of its first row. */
  search(
    name: string,
    request: SearchRequest,
    page: PageRequest,
    signal?: AbortSignal,
    after?: string
  ): Promise<Rows> {
    const { owner, modifiedFrom, modifiedTo, mine, counts = true, ...others } = request;
    const parameters = {
      ...others,
      mine: mine || undefined,
      in: owner,
      modifiedFrom,
      modifiedTo,
      counts: (counts && page.start === 0 && !after) || undefined,
      ...rows(page),
      after
    };
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

  /** List a folder, with one request for each `MAX_ROWS` files; of very large folders, only the beginning. */
  async allFiles(name: string, permId: string, folder: string, signal?: AbortSignal): Promise<FileRow[]> {
    const found: FileRow[] = [];
    let total = 1;
    while (found.length < Math.min(total, MAX_FILES)) {
      const page = { start: found.length, count: MAX_ROWS };
      const { files, totalCount } = await this.files(name, permId, folder, page, signal);
      found.push(...files);
      total = files.length ? totalCount : 0;
    }
    return found;
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

  /** Return the preview of a part of a file; by default of its beginning, for the panel. */
  preview(
    name: string,
    permId: string,
    path: string,
    signal?: AbortSignal,
    part: PreviewPart = {}
  ): Promise<Preview> {
    const address = `preview/${segment(name)}/${segment(permId)}/${segment(path)}`;
    const parameters = { ...part, large: part.large || undefined, start: part.start?.join(',') || undefined };
    return this.send('GET', `${address}${query(parameters)}`, undefined, signal);
  }
}

function rows({ start, count }: PageRequest): Record<string, number> {
  return { start_with: start, count };
}
