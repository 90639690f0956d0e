import { Encoding, patternOf } from '../../api';
import { CodeTarget, FOLDER, literal, Snippet, TableForm, tableFormOf } from './codeTarget';

/** Readers of other tables than texts. */
const READERS: ReadonlyArray<[RegExp, string]> = [
  [/\.xlsx?$/i, 'readxl::read_excel'],
  [/\.parquet$/i, 'arrow::read_parquet'],
  [/\.feather$/i, 'arrow::read_feather']
];

/** Python's codecs as R's `fileEncoding` names them; UTF-8 needs no name. */
const ENCODINGS: Record<Exclude<Encoding, 'utf-8'>, string> = {
  'utf-8-sig': 'UTF-8-BOM',
  'utf-16': 'UTF-16',
  'utf-16-le': 'UTF-16LE',
  'utf-16-be': 'UTF-16BE',
  'latin-1': 'latin1',
  cp1252: 'CP1252'
};

/** Code for R: the command line downloads, then R reads; a copy on the disk comes first. */
export function rSnippets(target: CodeTarget): Snippet[] {
  const { permId, path, copy } = target;
  const download: Snippet = { purpose: 'download', code: downloadOf(target) };
  if (path === undefined) {
    return copy === undefined ? [download] : [{ purpose: 'list', code: listOf(copy) }, download];
  }
  const file =
    copy === undefined ? `file.path(${[FOLDER, permId, path].map(literal).join(', ')})` : literal(copy);
  const read = tableOf(target, path, file);
  const table: Snippet[] = read
    ? [{ purpose: 'table', code: copy === undefined ? `${download.code}\n${read}` : read }]
    : [];
  const content: Snippet[] = copy === undefined ? [] : [{ purpose: 'read', code: contentOf(file) }];
  return [...table, ...content, download];
}

function tableOf(target: CodeTarget, path: string, file: string): string | null {
  const form = tableFormOf(target);
  const reader = form ? 'read.csv' : READERS.find(([ending]) => ending.test(path))?.[1];
  if (!reader || /\.(zip|zst)$/i.test(path)) {
    return null;
  }
  const options = Object.entries(form ? optionsOf(form) : {}).map(([name, value]) => `, ${name} = ${value}`);
  const read = `table <- ${reader}(${file}${options.join('')})`;
  return [read, ...(form?.trailingDelimiter ? shifted(form) : []), 'table'].join('\n');
}

/** Corrections for R, which reads the first column as row names (texts), and a column after the trailing delimiter. */
function shifted({ decimal }: TableForm): string[] {
  const dec = decimal === '.' ? '' : `, dec = ${literal(decimal)}`;
  return [
    'table <- setNames(table[-length(table)], names(table)[-1])',
    `table[[1]] <- type.convert(table[[1]], as.is = TRUE${dec})`
  ];
}

/** Arguments of `read.csv`, as code. */
function optionsOf(form: TableForm) {
  const { delimiter, decimal, encoding } = form;
  const fileEncoding = encoding === 'utf-8' ? null : ENCODINGS[encoding as keyof typeof ENCODINGS];
  return {
    ...(delimiter !== ',' && { sep: literal(delimiter) }),
    ...(decimal !== '.' && { dec: literal(decimal) }),
    ...(fileEncoding && { fileEncoding: literal(fileEncoding) }),
    // R takes a line of spaces for a row otherwise.
    ...((form.spaceAfterDelimiter || form.blankLines) && { 'strip.white': 'TRUE' }),
    ...(form.skipLines > 0 && { skip: String(form.skipLines) }),
    ...(form.literalQuotes && { quote: '""' }),
    ...(form.trailingDelimiter && { 'row.names': 'NULL' })
  };
}

function listOf(folder: string): string {
  return `files <- list.files(${literal(folder)}, recursive = TRUE, full.names = TRUE)\nfiles`;
}

function contentOf(file: string): string {
  return `content <- readBin(${file}, "raw", file.size(${file}))`;
}

/**
 * The command's own words are shown when it fails: R's kernel shows nothing of what a program prints. R's
 * `LD_LIBRARY_PATH` is emptied, with which Python may load another Python's library.
 */
function downloadOf({ connection, permId, path }: CodeTarget): string {
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
  return [
    'command <- Sys.getenv("JUPYTER_OPENBIS_COMMAND", "jupyter-openbis")',
    'if (!nzchar(Sys.which(command)))',
    '  stop(command, " was not found: install jupyter-openbis-server, or set JUPYTER_OPENBIS_COMMAND to its path")',
    'output <- suppressWarnings(system2(',
    `  command, c(${words.join(', ')}),`,
    '  stdout = TRUE, stderr = TRUE, env = if (.Platform$OS.type == "unix") "LD_LIBRARY_PATH=" else character()',
    '))',
    'if (!is.null(attr(output, "status"))) stop(paste(output, collapse = "\\n"))'
  ].join('\n');
}
