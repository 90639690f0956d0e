import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CodeTarget, TableForm, DEFAULT_FORM } from './codeTarget';
import { rSnippets } from './rSnippets';

const FILE: CodeTarget = { connection: "it's lab", permId: '1-1', path: 'original/Größe [1].csv' };
const hasR = spawnSync('Rscript', ['--version']).status === 0;

/** Without R these are skipped, and fail where CI is set. */
const withR = hasR || process.env.CI ? describe : describe.skip;

withR('R code, run by R', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openbis-r-'));
    mkdirSync(join(folder, 'bin'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Run code and return what R prints. */
  const run = (code: string, environ: Record<string, string> = {}) => {
    const path = `${join(folder, 'bin')}:/usr/local/bin:/usr/bin:/bin`;
    const env = { PATH: path, LANG: 'C.UTF-8', HOME: folder, ...environ };
    const script = join(folder, 'code.R');
    writeFileSync(script, code);
    const { status, stdout, stderr } = spawnSync('Rscript', ['--vanilla', script], { cwd: folder, env });
    return { isDone: status === 0, out: String(stdout), problem: String(stderr) };
  };
  /** Install a program instead of `jupyter-openbis`. */
  const install = (script: string, name = join(folder, 'bin', 'jupyter-openbis')) => {
    writeFileSync(name, `#!/bin/sh\n${script}\n`);
    chmodSync(name, 0o755);
    return name;
  };
  const [first, last] = [rSnippets(FILE)[0].code, rSnippets(FILE).slice(-1)[0].code];

  it('passes arguments unchanged, and reads the downloaded file', () => {
    install(
      [
        'printf "%s\\n" "$@" > words',
        'mkdir -p "data/1-1/original"',
        'printf "a,b\\n1,2.5\\n" > "data/1-1/original/Größe [1].csv"'
      ].join('\n')
    );
    const { isDone, out, problem } = run(`${first}\ncat(readLines("words"), sep = "\\n")`);
    expect(problem).toBe('');
    expect(isDone).toBe(true);
    expect(out).toMatch(/a +b\n1 +1 +2\.5/);
    const words = [
      '-c',
      "it's lab",
      'download',
      '1-1',
      '--to',
      'data',
      '--files',
      'original/Größe [[]1].csv'
    ];
    expect(out.trim().split('\n').slice(-8)).toEqual(words);
  });

  it('shows why the program has failed', () => {
    install('echo "working" ; echo "No such data set: 1-1" >&2 ; exit 4');
    const { isDone, problem } = run(last);
    expect(isDone).toBe(false);
    expect(problem).toContain('working');
    expect(problem).toContain('No such data set: 1-1');
  });

  it('reports a missing program', () => {
    const { isDone, problem } = run(last);
    expect(isDone).toBe(false);
    expect(problem).toContain('jupyter-openbis was not found: install jupyter-openbis-server, or set');
  });

  it('runs the program in JUPYTER_OPENBIS_COMMAND', () => {
    const other = install('echo "the other one" >&2; exit 1', join(folder, 'a program'));
    expect(run(last, { JUPYTER_OPENBIS_COMMAND: other }).problem).toContain('the other one');
  });

  it("runs the program without R's libraries", () => {
    install('echo "libraries: <$LD_LIBRARY_PATH>" >&2; exit 1');
    const libraries = '/usr/lib/R/lib';
    expect(run(last, { LD_LIBRARY_PATH: libraries }).problem).toContain('libraries: <>');
  });

  it.each([
    ['cp1252', ';', ',', Buffer.from('Preis in \x80;Gr\xf6\xdfe\n1,5;2\n', 'latin1')],
    ['utf-16-le', '\t', ',', Buffer.from('Preis in €\tGröße\r\n1,5\t2\r\n', 'utf16le')],
    ['utf-8-sig', ',', '.', Buffer.from('\ufeffPreis in €,Größe\n1.5,2\n')]
  ])('reads a table in %s', (encoding, delimiter, decimal, content) => {
    writeFileSync(join(folder, 'a.csv'), content);
    const form = { ...DEFAULT_FORM, delimiter, decimal, encoding };
    const [{ code }] = rSnippets({ ...FILE, copy: 'a.csv', table: form });
    const { out, problem } = run(`${code}\nstopifnot(is.numeric(table[[1]]))\ncat(names(table), sep = "|")`);
    expect(problem).toBe('');
    expect(out).toContain('1.5');
    expect(out).toMatch(/Preis\.in\..\|Größe/u);
  });

  it.each<[string, string, Partial<TableForm>, string]>([
    ['lines of spaces', 'a,b\n1,2\n   \n3,4\n', { blankLines: true }, 'list(a=c(1,3),b=c(2,4))'],
    ['a missing cell', 'a,b\n1,2\n3\n4,5\n', {}, 'list(a=c(1,3,4),b=c(2,NA,5))'],
    ['a trailing delimiter', 'a,b\n1,2,\n3,4,\n', { trailingDelimiter: true }, 'list(a=c(1,3),b=c(2,4))'],
    [
      'a title above, and a trailing delimiter',
      'Report "x\n\na,b\n1,2,\n3,4,\n',
      { skipLines: 2, trailingDelimiter: true },
      'list(a=c(1,3),b=c(2,4))'
    ],
    [
      'decimal commas and a trailing delimiter',
      'a;b\n1,5;2;\n2,5;x;\n',
      { delimiter: ';', decimal: ',', trailingDelimiter: true },
      'list(a=c(1.5,2.5),b=c("2","x"))'
    ],
    [
      'a comment above',
      '# made by X, 2024\na;b\n1,5;2\n3,5;4\n',
      { delimiter: ';', decimal: ',', skipLines: 1 },
      'list(a=c(1.5,3.5),b=c(2,4))'
    ],
    [
      'quotes in cells',
      'size;n\n5" pipe;1\n6" pipe;2\n7;3\n',
      { delimiter: ';', literalQuotes: true },
      `list(size=c('5" pipe','6" pipe','7'),n=c(1,2,3))`
    ],
    [
      'ambiguous thousands',
      'name\tcount\nx\t1,234\ny\t12,500\n',
      { delimiter: '\t' },
      'list(name=c("x","y"),count=c("1,234","12,500"))'
    ]
  ])('reads a table with %s', (_, content, form, expected) => {
    writeFileSync(join(folder, 'a.csv'), content);
    const [{ code }] = rSnippets({ ...FILE, copy: 'a.csv', table: { ...DEFAULT_FORM, ...form } });
    const { isDone, problem } = run(`${code}\nstopifnot(all.equal(as.list(table), ${expected}))`);
    expect(problem).toBe('');
    expect(isDone).toBe(true);
  });

  it('lists and reads the copy on the disk', () => {
    mkdirSync(join(folder, 'raw'));
    writeFileSync(join(folder, 'raw', 'a.bin'), 'abc');
    const [list] = rSnippets({ connection: 'lab', permId: '1-1', copy: 'raw' });
    expect(run(list.code).out).toContain('"raw/a.bin"');
    const [read] = rSnippets({ connection: 'lab', permId: '1-1', path: 'a.bin', copy: 'raw/a.bin' });
    expect(run(`${read.code}\ncat(rawToChar(content))`).out).toContain('abc');
  });
});
