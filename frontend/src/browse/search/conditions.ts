import { TranslationBundle } from '@jupyterlab/translation';

import { Assignment, CONDITION_OPERATORS, EntityType, OPERATORS_WITHOUT_VALUE } from '../../api';
import { inputKind, momentText } from '../../properties/properties';

/** A condition on a property. */
export interface Condition {
  /** Code of the property. */
  code: string;
  /** Its label. */
  label: string;
  operator: string;
  /** As openBIS reads them: none, one, or the two limits of `between`. */
  values: ReadonlyArray<string>;
}

export const BETWEEN = 'between';

/** Return a condition as the server parses it. Quotation marks: `..` in a text is no range. */
export function conditionText({ code, operator, values }: Condition): string {
  const isRange = operator === '=' && values[0]?.includes('..') && !values[0].includes('"');
  const value = isRange ? `"${values[0]}"` : values.join(' and ');
  return [code, operator, value].filter(Boolean).join(' ');
}

/** Return a condition as the user reads it. */
export function conditionLabel({ label, operator, values }: Condition, trans: TranslationBundle): string {
  const value = values.length > 1 ? trans.__('%1 and %2', values[0], values[1]) : values[0];
  return [label, operatorLabel(operator, trans), value].filter(Boolean).join(' ');
}

/** Return the comparisons that are possible for a property. */
export function operatorsOf({ dataType }: Pick<Assignment, 'dataType'>): ReadonlyArray<string> {
  return CONDITION_OPERATORS[dataType] ?? OPERATORS_WITHOUT_VALUE;
}

/** Return the number of values that a comparison takes. */
export function countValues(operator: string): number {
  if (OPERATORS_WITHOUT_VALUE.includes(operator)) {
    return 0;
  }
  return operator === BETWEEN ? 2 : 1;
}

export function operatorLabel(operator: string, trans: TranslationBundle): string {
  const labels: Record<string, string> = {
    '!=': '≠',
    '<=': '≤',
    '>=': '≥',
    [BETWEEN]: trans.__('between'),
    contains: trans.__('contains'),
    'is empty': trans.__('is empty'),
    'is not empty': trans.__('is not empty')
  };
  return labels[operator] ?? operator;
}

/** Return the condition for entered values; null while one is missing. */
export function conditionOf(
  assignment: Assignment,
  operator: string,
  entered: ReadonlyArray<string>
): Condition | null {
  const values = entered.slice(0, countValues(operator)).map(each => each.trim());
  if (values.length < countValues(operator) || values.includes('')) {
    return null;
  }
  const sent = inputKind(assignment) === 'moment' ? values.map(each => momentText(each)) : values;
  return { code: assignment.code, label: assignment.label || assignment.code, operator, values: sent };
}

/** Return the properties of a type, or of all types, each once, by label. */
export function propertiesOf(types: ReadonlyArray<EntityType>, code: string): Assignment[] {
  const wanted = types.filter(each => !code || each.code === code);
  const all = wanted.flatMap(each => each.propertyAssignments);
  const known = new Map(all.map(each => [each.code, each]));
  return [...known.values()].sort((a, b) => (a.label || a.code).localeCompare(b.label || b.code));
}
