import { query, segment, Send } from './requests';

export type EntityKind = 'space' | 'project' | 'experiment' | 'sample';
export type Kind = EntityKind | 'dataSet';

/** What names a thing in openBIS without a search. */
export interface Reference {
  kind: Kind;
  permId: string;
}

/** A space, project, experiment (collection) or sample (object). */
export interface Entity {
  kind: EntityKind;
  permId: string;
  identifier: string;
  type: string | null;
  $NAME: string | null;
}

/** A row of a listing of data sets. */
export interface DataSet {
  permId: string;
  $NAME: string | null;
  type: string;
  kind: string;
  /** Archiving status: AVAILABLE, ARCHIVED, … */
  status: string | null;
  /** Bytes. */
  size: number | null;
  sample: string | null;
  experiment: string | null;
  /** Local time of the server, `YYYY-MM-DD HH:MM:SS`. */
  registrationDate: string | null;
  properties: Record<string, PropertyValue>;
}

/** Which rows of a listing. */
export interface PageRequest {
  start: number;
  count: number;
}

/** Some rows; one of the two lists is empty. */
export interface Rows {
  entities: Entity[];
  dataSets: DataSet[];
  start_with: number;
  count: number;
  totalCount: number;
  /** Of a search: how many of each kind the same words find. Older servers do not tell. */
  counts?: Counts;
}

/** What can be searched for. */
export type SearchKind = Exclude<Kind, 'space'>;

/** Kinds for which a filter makes no sense are missing. */
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

/** A text, or the texts of a property with several values. */
export type PropertyValue = string | string[];

export interface Property {
  code: string;
  label: string;
  dataType: string;
  value: PropertyValue;
}

export interface Relative extends Reference {
  type: string | null;
  $NAME: string | null;
}

export interface Details extends Reference {
  identifier: string | null;
  type: string | null;
  $NAME: string | null;
  properties: Property[];
  owner: (Reference & { identifier: string }) | null;
  parents: Relative[];
  children: Relative[];
  childrenCount: number;
  registrator: string | null;
  /** ISO 8601. */
  registrationDate: string | null;
  modificationDate: string | null;
  /** Whether it has files of its own in openBIS's file server (AFS), which are not listed. */
  hasAfsFiles?: boolean;
  /** Its page in openBIS's ELN. */
  elnUrl: string | null;
  dataSet: DataSet | null;
}

/** A file or folder of a data set; a folder's size and number of files are sums. */
export interface FileRow {
  name: string;
  path: string;
  isFolder: boolean;
  size: number;
  files: number;
}

export interface FileRows {
  folder: string;
  files: FileRow[];
  start_with: number;
  count: number;
  totalCount: number;
  totalFiles: number;
  totalBytes: number;
}

export interface Preview {
  kind: 'image' | 'text' | 'table' | 'none';
  mediaType: string | null;
  /** Of an image: base64. */
  data: string | null;
  text: string | null;
  rows: string[][] | null;
  truncated: boolean;
  /** Why there is none. */
  reason: string | null;
  /** Python codec of a text or table; this and what follows may be missing in answers of older servers. */
  encoding?: string | null;
  delimiter?: string | null;
  /** Decimal mark of a table. */
  decimal?: string | null;
  spaceAfterDelimiter?: boolean;
  /** Number of lines above the header of a table; `rows` lacks them. */
  skipLines?: number;
  trailingDelimiter?: boolean;
  blankLines?: boolean;
  literalQuotes?: boolean;
}

/** A copy of a data set on the disk. */
export interface LocalCopy {
  /** Absolute path of its folder. */
  path: string;
  complete: boolean;
  /** Path below `path` of the file that was asked about. */
  file: string | null;
}

/** Where a copy may be. Folders are relative to Jupyter's root folder, or absolute. */
export interface LocalCopyRequest {
  /** Folder of the notebook. */
  near: string;
  /** Folder that is said to hold the data set. */
  recorded?: string | null;
  /** Path of a file in the data set. */
  file?: string;
}

/** Looking around in openBIS. `name` is the connection's. */
export class BrowsingApi {
  constructor(private readonly send: Send) {}

  /** What of one kind lies directly in a place; without a place, the spaces. */
  children(
    name: string,
    kind: Kind,
    place: Reference | null,
    page: PageRequest,
    signal?: AbortSignal
  ): Promise<Rows> {
    const parameters = { kind, inKind: place?.kind, inPermId: place?.permId, ...rows(page) };
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

  /** What lies directly in a folder of a data set; the empty text is the data set itself. */
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
    return (await this.send<{ copy: LocalCopy | null }>('GET', path, undefined, signal)).copy;
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
