import { nullTranslator } from '@jupyterlab/translation';

import { assignment, entityType } from '../../testing/types';
import {
  conditionLabel,
  conditionOf,
  conditionText,
  countValues,
  operatorsOf,
  propertiesOf
} from './conditions';

const trans = nullTranslator.load('test');
const SIZE = assignment('SIZE', { label: 'Size', dataType: 'INTEGER' });

test.each([
  ['=', ['GFP'], 'SIZE = GFP', 'Size = GFP'],
  ['=', ['a..b'], 'SIZE = "a..b"', 'Size = a..b'],
  ['>=', ['4'], 'SIZE >= 4', 'Size ≥ 4'],
  ['between', ['1', '5'], 'SIZE between 1 and 5', 'Size between 1 and 5'],
  ['is empty', [], 'SIZE is empty', 'Size is empty']
])('%s %j is sent and shown', (operator, values, sent, shown) => {
  const condition = conditionOf(SIZE, operator, values)!;
  expect(conditionText(condition)).toBe(sent);
  expect(conditionLabel(condition, trans)).toBe(shown);
});

test.each([
  ['=', ['']],
  ['=', ['  ']],
  ['between', ['1', '']]
])('%s %j is incomplete', (operator, entered) => {
  expect(conditionOf(SIZE, operator, entered)).toBeNull();
});

test('points in time have a zone, and properties without a label their code', () => {
  const at = assignment('AT', { dataType: 'TIMESTAMP' });
  const condition = conditionOf(at, '<', ['2024-05-17T14:30'])!;
  expect(condition.label).toBe('AT');
  expect(condition.values[0]).toMatch(/^2024-05-17 14:30:00 [+-]\d{4}$/);
});

test('comparisons fit the data type', () => {
  expect(operatorsOf({ dataType: 'INTEGER' })).toContain('between');
  expect(operatorsOf({ dataType: 'VARCHAR' })).toContain('contains');
  expect(operatorsOf({ dataType: 'CONTROLLEDVOCABULARY' })).not.toContain('<');
  expect(operatorsOf({ dataType: 'ARRAY_REAL' })).toEqual(['is empty', 'is not empty']);
  expect(['is empty', '=', 'between'].map(countValues)).toEqual([0, 1, 2]);
});

test('properties are those of the type, or of all, each once', () => {
  const types = [entityType('A', SIZE, assignment('B')), entityType('C', SIZE, assignment('D'))];
  const codes = (code: string) => propertiesOf(types, code).map(each => each.code);
  expect(codes('')).toEqual(['B', 'D', 'SIZE']);
  expect(codes('C')).toEqual(['D', 'SIZE']);
});
