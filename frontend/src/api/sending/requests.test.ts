import { query, segment } from './requests';

describe('query', () => {
  it('leaves out what is not set', () => {
    expect(query({ a: 'x y', b: '', c: null, d: undefined, e: 0, f: false })).toBe('?a=x+y&e=0&f=false');
    expect(query({ a: '' })).toBe('');
  });
});

test('a segment has no slash of its own', () => {
  expect(segment('/SPACE/a b%')).toBe('%2FSPACE%2Fa%20b%25');
});
