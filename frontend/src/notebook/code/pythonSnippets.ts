import { patternOf } from '../../api';
import { CodeTarget, FOLDER, literal, Snippet, TableForm, tableFormOf } from './codeTarget';

/** Readers of other tables than texts. */
const READERS: ReadonlyArray<[RegExp, string]> = [
  [/\.(xlsx?|xlsm|xlsb|ods)$/i, 'read_excel'],
  [/\.parquet$/i, 'read_parquet'],
  [/\.feather$/i, 'read_feather']
];

/** Code for Python: pandas reads from openBIS directly, through fsspec; a copy on the disk comes first. */
export function pythonSnippets(target: CodeTarget): Snippet[] {
  const { path } = target;
  const download: Snippet = { purpose: 'download', code: downloadOf(target) };
  if (path === undefined) {
    const list: Snippet = { purpose: 'list', code: listOf(target) };
    return target.copy === undefined ? [download, list] : [list, download];
  }
  const table = tableOf(target, path);
  const first: Snippet[] = table ? [{ purpose: 'table', code: table }] : [];
  if (/\.(png|jpe?g|gif)$/i.test(path)) {
    first.push({ purpose: 'image', code: imageOf(target) });
  }
  return [...first, { purpose: 'read', code: contentOf(target) }, download];
}

function tableOf(target: CodeTarget, path: string): string | null {
  const form = tableFormOf(target);
  const reader = form ? 'read_csv' : READERS.find(([ending]) => ending.test(path))?.[1];
  if (!reader) {
    return null;
  }
  const options = Object.entries(form ? optionsOf(form) : {}).map(([name, value]) => `, ${name}=${value}`);
  const read = (source: string) => `table = pd.${reader}(${source}${options.join('')})`;
  if (target.copy !== undefined) {
    return `import pandas as pd\n\n${read(literal(target.copy))}\ntable`;
  }
  const url = `openbis://${inOpenbis(target)}`;
  // fsspec takes "::" in a URL for a chain of file systems.
  return url.includes('::')
    ? `import fsspec\nimport pandas as pd\n\n${opened(target)}\n    ${read('file')}\ntable`
    : `import pandas as pd\n\n${read(literal(url))}\ntable`;
}

/** Arguments of pandas, as code. */
function optionsOf(form: TableForm) {
  const { delimiter, decimal, encoding } = form;
  return {
    ...(delimiter !== ',' && { sep: literal(delimiter) }),
    ...(decimal !== '.' && { decimal: literal(decimal) }),
    ...(encoding !== 'utf-8' && { encoding: literal(encoding) }),
    ...(form.spaceAfterDelimiter && { skipinitialspace: 'True' }),
    ...(form.skipLines > 0 && { skiprows: String(form.skipLines) }),
    // Else the first column would be taken for names of rows.
    ...(form.trailingDelimiter && { index_col: 'False' })
  };
}

function imageOf(target: CodeTarget): string {
  const { copy } = target;
  return copy === undefined
    ? `import fsspec\nfrom IPython.display import Image\n\n${opened(target)}\n    image = Image(file.read())\nimage`
    : `from IPython.display import Image\n\nimage = Image(${literal(copy)})\nimage`;
}

function contentOf(target: CodeTarget): string {
  const { copy } = target;
  return copy === undefined
    ? `import fsspec\n\n${opened(target)}\n    content = file.read()`
    : `from pathlib import Path\n\ncontent = Path(${literal(copy)}).read_bytes()`;
}

function listOf(target: CodeTarget): string {
  const { copy } = target;
  return copy === undefined
    ? `import fsspec\n\nfsspec.filesystem("openbis").find(${placeOf(target)})`
    : [
        'from pathlib import Path',
        '',
        `files = sorted(path for path in Path(${literal(copy)}).rglob("*") if path.is_file())`,
        'files'
      ].join('\n');
}

function downloadOf({ connection, permId, path }: CodeTarget): string {
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

/** Return the path in the file system `openbis://`. */
function inOpenbis({ connection, permId, path }: CodeTarget): string {
  const place = `${connection.replace(/\//g, '%2F')}/${permId}`;
  return path === undefined ? place : `${place}/${path}`;
}
