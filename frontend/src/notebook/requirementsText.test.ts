import { Environment, Language, Package } from './environment';
import { notInstallable, requirementsOf, runtimeOf } from './requirementsText';

function environment(language: Language, ...packages: Partial<Package>[]): Environment {
  const complete = packages.map(each => ({
    name: 'own',
    version: '1.0',
    origin: 'index',
    address: '',
    ...each
  }));
  return { language, version: '3.11', packages: complete as Package[] };
}

function lastLines(text: string, count: number): string[] {
  return text.split('\n').slice(-count);
}

test('the runtime is language and version', () => {
  expect(runtimeOf(environment('python'))).toBe('python-3.11');
});

test('Python packages are written as pip knows them, sorted', () => {
  const names = ['typing_extensions', 'ruamel.yaml', 'Jinja2'];
  const text = requirementsOf(environment('python', ...names.map(name => ({ name }))), 'requirements.txt');
  expect(text).toBe('jinja2==1.0\nruamel.yaml==1.0\ntyping-extensions==1.0');
});

test.each([
  ['git+ssh://git@example.org/tools.git@0a1b', 'git+ssh://git@example.org/tools.git@0a1b'],
  ['git+https://anna:s3cret@example.org/tools@0a1b', 'git+https://example.org/tools@0a1b'],
  ['git+https://s3cret@example.org:8443/tools@0a1b', 'git+https://example.org:8443/tools@0a1b'],
  ['git+https://anna:s3@cret@example.org/tools', 'git+https://example.org/tools'],
  ['https://example.org/a.zip?token=s3cret#subdirectory=x', 'https://example.org/a.zip#subdirectory=x']
])('an address is written without secrets: %s', (address, written) => {
  const tools = environment('python', { name: 'tools', origin: 'address', address });
  expect(requirementsOf(tools, 'requirements.txt')).toBe(`tools @ ${written}`);
});

test.each<Partial<Package>>([
  { origin: 'unknown', address: '/home/anna/s3cret' },
  { origin: 'bioconductor' },
  { origin: 'address', address: 'not an address' },
  { origin: 'address', address: 'https://[s3cret/a.zip' },
  { version: '1.0\n--index-url=https://evil.example.org' },
  { name: '--own' }
])('what pip cannot install is a comment of one line: %j', changes => {
  const own = environment('python', changes);
  const text = requirementsOf(own, 'requirements.txt');
  expect(text).toMatch(/^# .*own==1\.0.*$/);
  expect(text).not.toContain('s3cret');
  expect(notInstallable(own)).toEqual(own.packages);
});

test('R packages are a program, Bioconductor first', () => {
  const text = requirementsOf(
    environment(
      'r',
      { name: 'limma', version: '3.54.0', origin: 'bioconductor' },
      { name: 'abind', version: '1.4-5' },
      { name: 'tools2', origin: 'address', address: 'anna/tools2@0a1b' },
      { name: 'mine', origin: 'unknown' }
    ),
    'packages $&".R'
  );
  expect(text).toContain('Rscript packages?$&?.R');
  expect(lastLines(text, 5)).toEqual([
    'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")',
    'BiocManager::install("limma", update = FALSE, ask = FALSE)  # 3.54.0',
    'remotes::install_version("abind", "1.4-5", upgrade = "never")',
    'remotes::install_github("anna/tools2@0a1b", upgrade = "never")  # tools2',
    '# mine 1.0 is not from CRAN'
  ]);
});

test.each<Partial<Package>>([
  { name: 'x"); system("rm' },
  { version: '1.0"); system("rm' },
  { version: '1.0\nq()' },
  { origin: 'address', address: 'anna/x@0a"); system("rm' }
])('no name becomes a command of R: %j', changes => {
  expect(lastLines(requirementsOf(environment('r', changes), 'x'), 1)[0]).toMatch(/^# /);
});
