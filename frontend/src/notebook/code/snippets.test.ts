import { CodeTarget, literal, TableForm, DEFAULT_FORM } from './codeTarget';
import { snippetsFor } from './snippets';

const DATA_SET = { connection: 'my lab', permId: '2023-1' };
const purposes = (target: CodeTarget, language = 'python') =>
  snippetsFor(target, language).map(each => each.purpose);
const code = (path: string | undefined, language = 'python', at = 0) =>
  snippetsFor({ ...DATA_SET, path }, language)[at].code;

const FORM = DEFAULT_FORM;
const GERMAN: TableForm = { ...FORM, delimiter: ';', decimal: ',', encoding: 'cp1252' };
const table = (target: Partial<CodeTarget>, language = 'python') =>
  snippetsFor({ ...DATA_SET, path: 'a.csv', ...target }, language)[0].code;

describe('literal', () => {
  it.each([
    ["it's", `"it's"`],
    ['so "called"', '"so \\"called\\""'],
    ['back\\slash', '"back\\\\slash"'],
    ['two\nlines', '"two\\nlines"'],
    ['Größe 😀', '"Größe 😀"'],
    ['a\u202eb\u2028c', '"a\\u202eb\\u2028c"']
  ])('spells %j', (text, spelled) => {
    expect(literal(text)).toBe(spelled);
  });
});

describe('Python', () => {
  it.each([
    ['a.csv', 'pd.read_csv("openbis://my lab/2023-1/a.csv")'],
    ['a.CSV.gz', 'pd.read_csv("openbis://my lab/2023-1/a.CSV.gz")'],
    ['a.tsv', 'pd.read_csv("openbis://my lab/2023-1/a.tsv", sep="\\t")'],
    ['a.xlsx', 'pd.read_excel("openbis://my lab/2023-1/a.xlsx")'],
    ['a/b.parquet', 'pd.read_parquet("openbis://my lab/2023-1/a/b.parquet")'],
    ['so "called".csv', 'pd.read_csv("openbis://my lab/2023-1/so \\"called\\".csv")']
  ])('reads %s by pandas', (path, call) => {
    expect(code(path)).toBe(`import pandas as pd\n\ntable = ${call}\ntable`);
  });

  it('does not let fsspec take a name for a chain of file systems', () => {
    expect(code('a::b.csv')).toContain(
      'with fsspec.filesystem("openbis").open("my lab/2023-1/a::b.csv") as file:\n    table = pd.read_csv(file)'
    );
  });

  it.each([
    [FORM, ''],
    [{ ...FORM, delimiter: '\t' }, ', sep="\\t"'],
    [GERMAN, ', sep=";", decimal=",", encoding="cp1252"'],
    [
      { ...FORM, encoding: 'utf-16-le', spaceAfterDelimiter: true },
      ', encoding="utf-16-le", skipinitialspace=True'
    ],
    [{ ...GERMAN, skipLines: 2 }, ', sep=";", decimal=",", encoding="cp1252", skiprows=2'],
    [{ ...FORM, trailingDelimiter: true }, ', index_col=False'],
    [{ ...FORM, blankLines: true, literalQuotes: true }, '']
  ])('reads a table as it is written: %j', (form, options) => {
    const call = `table = pd.read_csv("openbis://my lab/2023-1/a.csv"${options})`;
    expect(table({ table: form })).toBe(`import pandas as pd\n\n${call}\ntable`);
    expect(table({ table: form, path: 'a::b.csv' })).toContain(`pd.read_csv(file${options})`);
  });

  it('reads a text with a table under any name', () => {
    expect(purposes({ ...DATA_SET, path: 'a.txt', table: FORM })).toEqual(['table', 'read', 'download']);
    expect(purposes({ ...DATA_SET, path: 'a.txt', table: null })).toEqual(['read', 'download']);
    expect(table({ path: 'a.tsv', table: { ...FORM, delimiter: ';' } })).toContain('sep=";"');
  });

  it('reads the copy on the disk', () => {
    expect(table({ copy: 'raw/1/a::b.csv', table: GERMAN })).toBe(
      'import pandas as pd\n\n' +
        'table = pd.read_csv("raw/1/a::b.csv", sep=";", decimal=",", encoding="cp1252")\ntable'
    );
    const [image, read] = snippetsFor({ ...DATA_SET, path: 'a.png', copy: 'raw/1/a.png' }, 'python');
    expect(image.code).toBe('from IPython.display import Image\n\nimage = Image("raw/1/a.png")\nimage');
    expect(read.code).toBe('from pathlib import Path\n\ncontent = Path("raw/1/a.png").read_bytes()');
    const [list] = snippetsFor({ ...DATA_SET, copy: 'raw/1' }, 'python');
    expect(list).toEqual({
      purpose: 'list',
      code:
        'from pathlib import Path\n\n' +
        'files = sorted(path for path in Path("raw/1").rglob("*") if path.is_file())\nfiles'
    });
  });

  it('shows images, and reads unknown files', () => {
    expect(purposes({ ...DATA_SET, path: 'a.png' })).toEqual(['image', 'read', 'download']);
    expect(purposes({ ...DATA_SET, path: 'csv' })).toEqual(['read', 'download']);
  });

  it('downloads a data set, or one file of any name', () => {
    expect(purposes(DATA_SET)).toEqual(['download', 'list']);
    expect(code(undefined)).toBe(
      'from jupyter_openbis_server import connect\n\nwith connect("my lab") as openbis:\n' +
        '    openbis.download("2023-1", to="data").raise_first()'
    );
    expect(code('original/why?.txt', 'python', 1)).toContain('files=["original/why[?].txt"]');
  });

  it('writes the slash in the name of a connection as the file system does', () => {
    const [first] = snippetsFor({ connection: 'a/b', permId: '1', path: 'x.csv' }, 'python');
    expect(first.code).toContain('"openbis://a%2Fb/1/x.csv"');
  });
});

describe('R', () => {
  it('downloads, then reads', () => {
    const lines = code("it's.csv", 'r').split('\n');
    expect(lines).toContain(
      '  command, c("-c", shQuote("my lab"), "download", shQuote("2023-1"), "--to", shQuote("data"), ' +
        '"--files", shQuote("it\'s.csv")),'
    );
    expect(lines.slice(-2)).toEqual(['table <- read.csv(file.path("data", "2023-1", "it\'s.csv"))', 'table']);
    expect(purposes({ ...DATA_SET, path: 'a.raw' }, 'r')).toEqual(['download']);
    expect(purposes(DATA_SET, 'r')).toEqual(['download']);
  });

  it('reads the copy on the disk', () => {
    const copy = 'raw/2023-1/a.csv';
    expect(table({ copy }, 'r')).toBe('table <- read.csv("raw/2023-1/a.csv")\ntable');
    expect(purposes({ ...DATA_SET, path: 'a.csv', copy }, 'r')).toEqual(['table', 'read', 'download']);
    expect(purposes({ ...DATA_SET, copy: 'raw/2023-1' }, 'r')).toEqual(['list', 'download']);
    expect(code('a.xlsx', 'r').split('\n').slice(-2)[0]).toContain('readxl::read_excel(');
  });

  it.each([
    [FORM, ''],
    [{ ...FORM, delimiter: '\t' }, ', sep = "\\t"'],
    [GERMAN, ', sep = ";", dec = ",", fileEncoding = "CP1252"'],
    [{ ...GERMAN, encoding: 'latin-1' }, ', sep = ";", dec = ",", fileEncoding = "latin1"'],
    [{ ...FORM, encoding: 'utf-8-sig' }, ', fileEncoding = "UTF-8-BOM"'],
    [{ ...FORM, encoding: 'utf-16-le' }, ', fileEncoding = "UTF-16LE"'],
    [{ ...FORM, spaceAfterDelimiter: true }, ', strip.white = TRUE'],
    [{ ...FORM, blankLines: true }, ', strip.white = TRUE'],
    [{ ...FORM, skipLines: 2, literalQuotes: true }, ', skip = 2, quote = ""']
  ])('reads a table as it is written: %j', (form, options) => {
    expect(table({ table: form, copy: 'a.csv' }, 'r')).toBe(`table <- read.csv("a.csv"${options})\ntable`);
  });
});

it('drops the column after a trailing delimiter in R', () => {
  expect(table({ table: { ...FORM, trailingDelimiter: true }, copy: 'a.csv' }, 'r')).toBe(
    'table <- read.csv("a.csv", row.names = NULL)\n' +
      'table <- setNames(table[-length(table)], names(table)[-1])\n' +
      'table[[1]] <- type.convert(table[[1]], as.is = TRUE)\ntable'
  );
});

it('knows no other language', () => {
  expect(purposes(DATA_SET, 'julia')).toEqual([]);
});
