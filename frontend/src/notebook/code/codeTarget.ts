import { MAYBE_TABLES, TABLE_DELIMITERS } from '../../api';

/** A data set or file that code is generated for. */
export interface CodeTarget {
  /** Name of the connection. */
  connection: string;
  /** Of a data set, or of a sample or experiment with files of its own. */
  permId: string;
  /** Whether it is a sample or experiment. */
  isOfOwner?: boolean;
  /** A file; by default, all of them. */
  path?: string;
  /** Local copy of the data set or file: an absolute path, or one relative to the notebook. */
  copy?: string;
  /** Format of the table in the file; null or omitted: not a table, or unknown. */
  table?: TableForm | null;
}

/** The format of a text table. */
export interface TableForm {
  delimiter: string;
  /** Decimal mark: `.` or `,`. */
  decimal: string;
  /** Name of the Python codec. */
  encoding: string;
  /** Whether a space follows each delimiter and is not part of the cell. */
  spaceAfterDelimiter: boolean;
  /** Number of lines above the header that are no part of the table. */
  skipLines: number;
  /** Whether each row except the header ends with a delimiter that no cell follows. */
  trailingDelimiter: boolean;
  /** Whether some lines contain only spaces; they are not rows. */
  blankLines: boolean;
  /** Whether cells contain `"` and none begins with it: it is an ordinary character. */
  literalQuotes: boolean;
}

/** The usual format. */
export const DEFAULT_FORM: TableForm = {
  delimiter: ',',
  decimal: '.',
  encoding: 'utf-8',
  spaceAfterDelimiter: false,
  skipLines: 0,
  trailingDelimiter: false,
  blankLines: false,
  literalQuotes: false
};

/** The purpose of a snippet. */
export type Purpose = 'table' | 'image' | 'read' | 'download' | 'list';

export interface Snippet {
  purpose: Purpose;
  code: string;
}

/** Download folder in snippets, relative to the notebook. */
export const FOLDER = 'data';

/** Return a text as a literal of Python and R. Invisible and bidirectional control characters are escaped. */
export function literal(text: string): string {
  const invisible = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(invisible, escaped);
}

/** Compressed files that pandas and R read. */
const COMPRESSED = /\.(gz|bz2|xz|zip|zst)$/i;

/** The format of the table in a file; null if it is not a table. */
export function tableFormOf({ path = '', table }: CodeTarget): TableForm | null {
  const delimiter = TABLE_DELIMITERS[suffixOf(path.replace(COMPRESSED, ''))];
  return table ?? (delimiter ? { ...DEFAULT_FORM, delimiter } : null);
}

/** Whether the server can detect the format of a table, by the name of the file. */
export function mayHoldTable(path: string): boolean {
  const suffix = suffixOf(path);
  return suffix in TABLE_DELIMITERS || MAYBE_TABLES.includes(suffix);
}

/** The last suffix of a name in lower case, e.g. `.csv`; empty if it has none. */
function suffixOf(path: string): string {
  return /\.[^./]+$/.exec(path.toLowerCase())?.[0] ?? '';
}
