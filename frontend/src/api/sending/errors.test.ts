import { ApiError } from './errors';

describe('ApiError', () => {
  it('reads the problems of fields from an error answer', () => {
    const errors = [{ 'prop.$NAME': 'is mandatory' }, { file: 'is not there' }, { FILE: 'is empty' }];
    const error = ApiError.fromAnswer(400, { reason: 'Please correct.', code: 'invalid-upload', errors });
    expect(error.reason).toBe('Please correct.');
    expect(error.of('prop.$name')).toEqual(['is mandatory']);
    expect(error.of('file')).toEqual(['is not there', 'is empty']);
    expect(error.of('type')).toEqual([]);
  });

  it.each([null, 'a page', [], { reason: 5 }])('makes a sentence of what is no error answer: %j', answer => {
    expect(ApiError.fromAnswer(502, answer).reason).toBe('Jupyter answered with status 502.');
  });
});
