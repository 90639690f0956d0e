import { CodeTarget, literal, snippetsFor } from './snippets';

const DATA_SET = { connection: 'my lab', permId: '2023-1' };
const purposes = (target: CodeTarget, language = 'python') =>
  snippetsFor(target, language).map(each => each.purpose);
const code = (path: string | undefined, language = 'python', at = 0) =>
  snippetsFor({ ...DATA_SET, path }, language)[at].code;

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

  it('shows images, and reads what it does not know', () => {
    expect(purposes({ ...DATA_SET, path: 'a.png' })).toEqual(['image', 'read', 'download']);
    expect(purposes({ ...DATA_SET, path: 'csv' })).toEqual(['read', 'download']);
  });

  it('downloads a data set, or one file of it whatever it is called', () => {
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
    expect(code("it's.csv", 'r')).toBe(
      'stopifnot(system2("jupyter-openbis", c("-c", shQuote("my lab"), "download", shQuote("2023-1"), "--to", ' +
        'shQuote("data"), "--files", shQuote("it\'s.csv"))) == 0)\n' +
        'table <- read.csv(file.path("data", "2023-1", "it\'s.csv"))\ntable'
    );
    expect(purposes({ ...DATA_SET, path: 'a.raw' }, 'r')).toEqual(['download']);
    expect(purposes(DATA_SET, 'r')).toEqual(['download']);
  });
});

it('knows no other language', () => {
  expect(purposes(DATA_SET, 'julia')).toEqual([]);
});
