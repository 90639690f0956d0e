import { ApiError } from '../../api';
import { FieldErrors } from './fieldErrors';

const ERROR = ApiError.fromAnswer(400, {
  reason: 'all at once',
  errors: [{ type: 'is unknown' }, { 'prop.$NAME': 'is mandatory' }, { 'prop.SUM': 'is computed' }]
});

test('problems are assigned to their fields; the others are other messages', () => {
  const errors = new FieldErrors(ERROR, ['type', 'prop.$name']);
  expect(errors.of('type')).toEqual(['is unknown']);
  expect(errors.of('name', 'prop.$NAME')).toEqual(['is mandatory']);
  expect(errors.hasAny).toBe(true);
  expect(errors.otherMessages).toEqual(['is computed']);
});

test('without fields, or without an error, there are none', () => {
  expect(new FieldErrors(ERROR, []).hasAny).toBe(false);
  expect(new FieldErrors(null, ['type']).of('type')).toEqual([]);
  expect(new FieldErrors(null, ['type']).otherMessages).toEqual([]);
});
