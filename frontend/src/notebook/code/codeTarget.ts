/** What code can be written for. */
export interface CodeTarget {
  /** Name of the connection. */
  connection: string;
  /** A data set. */
  permId: string;
  /** A file of it; without it, all of it. */
  path?: string;
  /** Its copy on the disk, or that of the file: an absolute path, or one relative to the notebook. */
  copy?: string;
  /** How the file writes a table; null, and left out: it is no table, or nobody has looked. */
  table?: TableForm | null;
}

/** How a text writes a table. */
export interface TableForm {
  delimiter: string;
  /** Decimal mark: `.` or `,`. */
  decimal: string;
  /** Name of the Python codec. */
  encoding: string;
  /** Whether a space follows each delimiter, which belongs to no cell. */
  spaceAfterDelimiter: boolean;
  /** Number of lines above the header that are no part of the table. */
  skipLines: number;
  /** Whether a delimiter ends each row but the header, behind which there is no cell. */
  trailingDelimiter: boolean;
  /** Whether some lines hold nothing but spaces. They are no rows. */
  blankLines: boolean;
  /** Whether cells contain `"` and none begins with it, so that it is a character like others. */
  literalQuotes: boolean;
}

/** What most tables are like. */
export const USUAL_FORM: TableForm = {
  delimiter: ',',
  decimal: '.',
  encoding: 'utf-8',
  spaceAfterDelimiter: false,
  skipLines: 0,
  trailingDelimiter: false,
  blankLines: false,
  literalQuotes: false
};

/** What a piece of code does. */
export type Purpose = 'table' | 'image' | 'read' | 'download' | 'list';

export interface Snippet {
  purpose: Purpose;
  code: string;
}

/** Where code downloads to, relative to the notebook. */
export const FOLDER = 'data';

/** A text as a literal of Python or R, whatever is in it. Letters that would change how the code reads are spelled out. */
export function literal(text: string): string {
  const invisible = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(invisible, escaped);
}

/** Texts that hold tables by their names, with the delimiter that they have where nobody has looked. */
const TEXT_TABLES: ReadonlyArray<[RegExp, string]> = [
  [/\.csv(\.(gz|bz2|xz|zip|zst))?$/i, ','],
  [/\.(tsv|tab)(\.(gz|bz2|xz|zip|zst))?$/i, '\t']
];

/** How a file writes a table; null if it is none. */
export function tableFormOf({ path = '', table }: CodeTarget): TableForm | null {
  const byName = TEXT_TABLES.find(([ending]) => ending.test(path));
  return table ?? (byName ? { ...USUAL_FORM, delimiter: byName[1] } : null);
}

/** Whether the server can tell how a file writes a table, by its name. */
export function mayHoldTable(path: string): boolean {
  return /\.(csv|tsv|tab|txt|dat)$/i.test(path);
}
