import { kernelLanguage, packageListCode } from './environment';

describe('packageListCode', () => {
  it('is one expression in Python, so that no name and no flag stays behind', () => {
    const question = packageListCode('python');
    expect(question).not.toContain('\n');
    expect(question).toContain('importlib.metadata');
    expect(question).toContain('dont_inherit=True');
  });

  it('is local in R', () => {
    expect(packageListCode('R')).toMatch(/^(#.*\n)*local\(\{/);
  });
});

test('the languages are those of the server, under its names', () => {
  expect(['python', 'r', 'julia', null].map(kernelLanguage)).toEqual(['python', 'R', null, null]);
});
