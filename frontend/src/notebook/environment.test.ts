import { environmentIn, isKnown, questionIn } from './environment';

describe('environmentIn', () => {
  it('reads version and packages, whatever else was printed', () => {
    const answer = [
      'Welcome!',
      'jupyter-openbis\tversion\t3.11',
      'jupyter-openbis\tpackage\tnumpy\t2.1.0\tindex\t',
      'jupyter-openbis\tpackage\ttools\t1.0\taddress\tgit+https://example.org/tools@0a1b',
      'jupyter-openbis\tpackage\tcut off',
      'other\tpackage\tx\t1\tindex\t',
      ''
    ].join('\r\n');
    expect(environmentIn(answer, 'python')).toEqual({
      language: 'python',
      version: '3.11',
      packages: [
        { name: 'numpy', version: '2.1.0', origin: 'index', address: '' },
        { name: 'tools', version: '1.0', origin: 'address', address: 'git+https://example.org/tools@0a1b' }
      ]
    });
  });

  it('does not guess an origin', () => {
    const answer = 'jupyter-openbis\tversion\t4.2\njupyter-openbis\tpackage\tx\t1.0\tmoon\t';
    expect(environmentIn(answer, 'r')?.packages[0].origin).toBe('unknown');
  });

  it.each(['', 'jupyter-openbis', 'jupyter-openbis\tversion', 'jupyter-openbis\tversion\t<b>'])(
    'is nothing without a version: %j',
    answer => {
      expect(environmentIn(answer, 'python')).toBeNull();
    }
  );
});

describe('questionIn', () => {
  it('is one expression in Python, so that no name and no flag stays behind', () => {
    const question = questionIn('python');
    expect(question).not.toContain('\n');
    expect(question).toContain('importlib.metadata');
    expect(question).toContain('dont_inherit=True');
  });

  it('is local in R', () => {
    expect(questionIn('r')).toMatch(/^(#.*\n)*local\(\{/);
  });
});

test('only two languages can be asked', () => {
  expect(['python', 'r', 'julia', null].filter(isKnown)).toEqual(['python', 'r']);
});
