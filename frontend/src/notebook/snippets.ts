import { patternOf } from '../state/selection';

/** What code can be written for. */
export interface CodeTarget {
  /** Name of the connection. */
  connection: string;
  /** A data set. */
  permId: string;
  /** A file of it; without it, all of it. */
  path?: string;
}

/** What a piece of code does. */
export type Purpose = 'table' | 'image' | 'read' | 'download' | 'list';

export interface Snippet {
  purpose: Purpose;
  code: string;
}

/** Where code downloads to, relative to the notebook. */
const FOLDER = 'data';

/** Code for a notebook in a language, the most useful first; none for a language that is not known here. */
export function snippetsFor(target: CodeTarget, language: string): Snippet[] {
  const writers: Record<string, (target: CodeTarget) => Snippet[]> = { python: pythonSnippets, r: rSnippets };
  return writers[language]?.(target) ?? [];
}

/** Whether there is code for a language. */
export function isKnownLanguage(language: string): boolean {
  return language === 'python' || language === 'r';
}

/** A text as a literal of Python or R, whatever is in it. Letters that would change how the code reads are spelled out. */
export function literal(text: string): string {
  const invisible = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(invisible, escaped);
}

// --- Python

const PANDAS: ReadonlyArray<[RegExp, string, string]> = [
  [/\.csv(\.(gz|bz2|xz|zip|zst))?$/i, 'read_csv', ''],
  [/\.(tsv|tab)(\.(gz|bz2|xz|zip|zst))?$/i, 'read_csv', ', sep="\\t"'],
  [/\.(xlsx?|xlsm|xlsb|ods)$/i, 'read_excel', ''],
  [/\.parquet$/i, 'read_parquet', ''],
  [/\.feather$/i, 'read_feather', '']
];

function pythonSnippets(target: CodeTarget): Snippet[] {
  const { path } = target;
  if (path === undefined) {
    return [
      { purpose: 'download', code: pythonDownload(target) },
      { purpose: 'list', code: `import fsspec\n\nfsspec.filesystem("openbis").find(${placeOf(target)})` }
    ];
  }
  const table = pythonTable(target, path);
  const first: Snippet[] = table ? [{ purpose: 'table', code: table }] : [];
  if (/\.(png|jpe?g|gif)$/i.test(path)) {
    first.push({ purpose: 'image', code: pythonImage(target) });
  }
  return [
    ...first,
    { purpose: 'read', code: `import fsspec\n\n${opened(target)}\n    content = file.read()` },
    { purpose: 'download', code: pythonDownload(target) }
  ];
}

function pythonTable(target: CodeTarget, path: string): string | null {
  const found = PANDAS.find(([ending]) => ending.test(path));
  if (!found) {
    return null;
  }
  const [, reader, options] = found;
  const url = `openbis://${inOpenbis(target)}`;
  // fsspec takes "::" in a URL for a chain of file systems.
  return url.includes('::')
    ? `import fsspec\nimport pandas as pd\n\n${opened(target)}\n    table = pd.${reader}(file${options})\ntable`
    : `import pandas as pd\n\ntable = pd.${reader}(${literal(url)}${options})\ntable`;
}

function pythonImage(target: CodeTarget): string {
  return `import fsspec\nfrom IPython.display import Image\n\n${opened(target)}\n    image = Image(file.read())\nimage`;
}

function pythonDownload({ connection, permId, path }: CodeTarget): string {
  const files = path === undefined ? '' : `, files=[${literal(patternOf(path))}]`;
  return [
    'from jupyter_openbis_server import connect',
    '',
    `with connect(${literal(connection)}) as openbis:`,
    `    openbis.download(${literal(permId)}, to=${literal(FOLDER)}${files}).raise_first()`
  ].join('\n');
}

function opened(target: CodeTarget): string {
  return `with fsspec.filesystem("openbis").open(${placeOf(target)}) as file:`;
}

function placeOf(target: CodeTarget): string {
  return literal(inOpenbis(target));
}

/** As the file system `openbis://` names it. */
function inOpenbis({ connection, permId, path }: CodeTarget): string {
  const place = `${connection.replace(/\//g, '%2F')}/${permId}`;
  return path === undefined ? place : `${place}/${path}`;
}

// --- R: the command line downloads, then R reads

const R_READERS: ReadonlyArray<[RegExp, string]> = [
  [/\.csv(\.(gz|bz2|xz))?$/i, 'read.csv'],
  [/\.(tsv|tab)(\.(gz|bz2|xz))?$/i, 'read.delim'],
  [/\.xlsx?$/i, 'readxl::read_excel'],
  [/\.parquet$/i, 'arrow::read_parquet'],
  [/\.feather$/i, 'arrow::read_feather']
];

function rSnippets(target: CodeTarget): Snippet[] {
  const { permId, path } = target;
  const download = rDownload(target);
  const reader = path === undefined ? undefined : R_READERS.find(([ending]) => ending.test(path))?.[1];
  if (path === undefined || !reader) {
    return [{ purpose: 'download', code: download }];
  }
  const file = `file.path(${[FOLDER, permId, path].map(literal).join(', ')})`;
  return [
    { purpose: 'table', code: `${download}\ntable <- ${reader}(${file})\ntable` },
    { purpose: 'download', code: download }
  ];
}

function rDownload({ connection, permId, path }: CodeTarget): string {
  const quoted = (text: string) => `shQuote(${literal(text)})`;
  const files = path === undefined ? [] : ['"--files"', quoted(patternOf(path))];
  const words = [
    '"-c"',
    quoted(connection),
    '"download"',
    quoted(permId),
    '"--to"',
    quoted(FOLDER),
    ...files
  ];
  return `stopifnot(system2("jupyter-openbis", c(${words.join(', ')})) == 0)`;
}
