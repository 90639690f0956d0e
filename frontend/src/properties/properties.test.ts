import { nullTranslator } from '@jupyterlab/translation';

import { Assignment, PropertyValue } from '../api';
import { assignment, dataSetType } from '../testing/types';
import { errorsOfValues, formOf, inputKind, inputValue, momentText, propsOf, sectionsOf } from './properties';

const trans = nullTranslator.load('test');

test.each([
  ['VARCHAR', 'line'],
  ['MULTILINE_VARCHAR', 'lines'],
  ['XML', 'lines'],
  ['INTEGER', 'integer'],
  ['REAL', 'number'],
  ['BOOLEAN', 'truth'],
  ['DATE', 'day'],
  ['TIMESTAMP', 'moment'],
  ['HYPERLINK', 'link'],
  ['CONTROLLEDVOCABULARY', 'term'],
  ['SAMPLE', 'line'],
  ['MATERIAL', 'line'],
  ['ARRAY_REAL', 'line'],
  ['SOMETHING_NEW', 'line']
])('%s is asked for as %s', (dataType, kind) => {
  expect(inputKind(assignment('P', { dataType }))).toBe(kind);
});

test.each(['SAMPLE', 'MATERIAL', 'XML', 'ARRAY_INTEGER'])('the form of %s is described', dataType => {
  expect(formOf(dataType, trans)).toBeTruthy();
});

test('plain inputs have no description', () => {
  expect(['VARCHAR', 'DATE', 'BOOLEAN', 'SOMETHING_NEW'].map(each => formOf(each, trans))).toEqual([
    null,
    null,
    null,
    null
  ]);
});

describe('sectionsOf', () => {
  const codes = (assignments: Assignment[], hidden?: string[]) =>
    sectionsOf(assignments, hidden).map(({ title, assignments: own }) => [title, own.map(each => each.code)]);

  it('keeps openBIS’s order, and a section together', () => {
    const assignments = [
      assignment('C', { ordinal: 3, section: 'General' }),
      assignment('A', { ordinal: 1, section: 'General' }),
      assignment('B', { ordinal: 2 }),
      assignment('D', { ordinal: 4, section: '' })
    ];
    expect(codes(assignments)).toEqual([
      ['General', ['A', 'C']],
      [null, ['B', 'D']]
    ]);
  });

  it('omits computed properties and those with another field', () => {
    const assignments = [assignment('A', { computed: true }), assignment('B'), assignment('$NAME')];
    expect(codes(assignments, ['$NAME'])).toEqual([[null, ['B']]]);
  });
});

describe('propsOf', () => {
  const type = dataSetType(
    'T',
    assignment('$NAME'),
    assignment('SUM', { computed: true }),
    assignment('AT', { dataType: 'TIMESTAMP' })
  );

  it('sends every property of the type, and none of other types', () => {
    expect(propsOf(type, { $NAME: ' x ', SUM: '1', OTHER: 'y' })).toEqual({ $NAME: ' x ', AT: '' });
  });

  it('sends a list for a property with several values, and one text for any other', () => {
    const several = {
      ...type,
      propertyAssignments: [
        assignment('AUTHORS', { multiValue: true }),
        assignment('ATS', { multiValue: true, dataType: 'TIMESTAMP' }),
        assignment('NOTES')
      ]
    };
    const sent = propsOf(several, {
      AUTHORS: ['Ada', '', 'Bob'],
      ATS: ['2024-05-17T14:30'],
      NOTES: ['typed for another type', 'b']
    });
    expect(sent).toMatchObject({ AUTHORS: ['Ada', '', 'Bob'], NOTES: 'typed for another type' });
    expect(sent.ATS).toEqual([expect.stringMatching(/^2024-05-17 14:30:00 [+-]\d{4}$/)]);
    expect(propsOf(several, { AUTHORS: 'Ada' }).AUTHORS).toEqual(['Ada']);
  });

  it('sends points in time with their zone', () => {
    expect(propsOf(type, { AT: '2024-05-17T14:30' }).AT).toMatch(/^2024-05-17 14:30:00 [+-]\d{4}$/);
  });

  it('is nothing without a type', () => {
    expect(propsOf(undefined, { $NAME: 'x' })).toEqual({});
  });
});

test.each([
  ['2024-05-17T14:30', 120, '2024-05-17 14:30:00 +0200'],
  ['2024-05-17T14:30:07', 0, '2024-05-17 14:30:07 +0000'],
  ['2024-05-17T14:30:07.5', -210, '2024-05-17 14:30:07 -0330'],
  ['', 60, ''],
  ['yesterday', 60, 'yesterday']
])('%j, %i minutes east, is %j', (local, minutes, expected) => {
  expect(momentText(local, () => minutes)).toBe(expected);
});

test('problems are assigned to their values', () => {
  const errors = errorsOfValues(["value 2: 'x' is not\na number", 'is mandatory', 'value 12: is not set']);
  expect(errors.others).toEqual(['is mandatory']);
  expect([0, 1, 11].map(errors.of)).toEqual([[], ["'x' is not\na number"], ['is not set']]);
});

describe('inputValue', () => {
  const shown = (dataType: string, value: PropertyValue, changes = {}) =>
    inputValue(assignment('P', { dataType, ...changes }), value);

  it('shows points in time as they are sent again', () => {
    const local = shown('TIMESTAMP', '2024-05-17 14:30:07 +0200');
    expect(local).toMatch(/^2024-05-1[678]T\d\d:30:07$/);
    expect(new Date(momentText(String(local)).replace(' +', '+').replace(' -', '-')).getTime()).toBe(
      Date.UTC(2024, 4, 17, 12, 30, 7)
    );
    expect(shown('TIMESTAMP', '2024-05-17 14:30:07')).toBe('2024-05-17T14:30:07');
    expect(shown('TIMESTAMP', 'yesterday')).toBe('yesterday');
  });

  it('shows days, lists and texts', () => {
    expect(shown('DATE', '2024-05-17 00:00:00 +0200')).toBe('2024-05-17');
    expect(shown('ARRAY_REAL', ['1.5', '2'])).toBe('1.5, 2');
    expect(shown('VARCHAR', ['a', 'b'], { multiValue: true })).toEqual(['a', 'b']);
    expect(shown('VARCHAR', 'a')).toBe('a');
  });

  it.each([
    [['a, b', 'c'], '["a, b","c"]'],
    [['', 'c'], '["","c"]'],
    [[' c '], '[" c "]'],
    [['[1]', 'c'], '["[1]","c"]'],
    [['a', '"b"'], 'a, "b"']
  ])('shows an array as a text that the server reads as the same items: %j', (items, text) => {
    expect(shown('ARRAY_STRING', items)).toBe(text);
  });
});
