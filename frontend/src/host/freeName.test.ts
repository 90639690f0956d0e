import { freeName } from './freeName';

test('a name that is taken gets the first free number', () => {
  expect(freeName('a.svg', new Set(['b.svg']))).toBe('a.svg');
  expect(freeName('a.svg', new Set(['A.svg', 'a (2).svg']))).toBe('a (3).svg');
  expect(freeName('.svg', new Set(['.svg']))).toBe('.svg (2)');
});
