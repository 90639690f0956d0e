import { TranslationBundle } from '@jupyterlab/translation';

import { Assignment, DataSetType, PropertyValue } from '../api';

/** How a value is asked for. */
export type InputKind =
  'line' | 'lines' | 'integer' | 'number' | 'truth' | 'day' | 'moment' | 'link' | 'term';

/** Assignments that stand together; `title` is null for those that belong to no section. */
export interface Section {
  title: string | null;
  assignments: Assignment[];
}

const KINDS: Record<string, InputKind> = {
  INTEGER: 'integer',
  REAL: 'number',
  BOOLEAN: 'truth',
  DATE: 'day',
  TIMESTAMP: 'moment',
  MULTILINE_VARCHAR: 'lines',
  XML: 'lines',
  JSON: 'lines',
  HYPERLINK: 'link',
  CONTROLLEDVOCABULARY: 'term'
};

export function inputKind({ dataType }: Assignment): InputKind {
  return KINDS[dataType] ?? 'line';
}

/** What a value looks like, where the input does not show it. */
export function formOf(dataType: string, trans: TranslationBundle): string | null {
  const forms: Record<string, string> = {
    INTEGER: trans.__('A whole number'),
    REAL: trans.__('A number, e.g. 1.5 or 2.5e-3'),
    HYPERLINK: trans.__('A link, e.g. https://example.org/page'),
    XML: trans.__('XML, e.g. <a>text</a>'),
    JSON: trans.__('JSON, e.g. {"wells": 96}'),
    SAMPLE: trans.__('Identifier or permId of a sample, e.g. /LAB/YEAST/PLATE_1'),
    MATERIAL: trans.__('A material, e.g. WATER (LIQUID)'),
    ARRAY_INTEGER: trans.__('Whole numbers, with commas between them'),
    ARRAY_REAL: trans.__('Numbers, with commas between them'),
    ARRAY_STRING: trans.__('Texts, with commas between them'),
    ARRAY_TIMESTAMP: trans.__('Points in time with commas between them, e.g. 2024-05-17 14:30:00')
  };
  return forms[dataType] ?? null;
}

/** Those that the user fills in, in openBIS's order, section by section. */
export function sectionsOf(assignments: Assignment[], hidden: ReadonlyArray<string> = []): Section[] {
  const shown = assignments
    .filter(each => !each.computed && !hidden.includes(each.code))
    .sort((a, b) => a.ordinal - b.ordinal);
  const titles = [...new Set(shown.map(each => each.section || null))];
  return titles.map(title => ({
    title,
    assignments: shown.filter(each => (each.section || null) === title)
  }));
}

/** The fields of those, as the server calls them. */
export function fieldsOf(type: DataSetType | undefined): string[] {
  return (type?.propertyAssignments ?? []).filter(each => !each.computed).map(({ code }) => `prop.${code}`);
}

/** What is sent of what was typed: the properties that the type has, in the texts that openBIS reads. */
export function propsOf(
  type: DataSetType | undefined,
  values: Readonly<Record<string, PropertyValue>>
): Record<string, PropertyValue> {
  const shown = sectionsOf(type?.propertyAssignments ?? []).flatMap(section => section.assignments);
  return Object.fromEntries(shown.map(each => [each.code, sentValue(each, values[each.code] ?? '')]));
}

/** The texts of a value, one or several. */
export function textsOf(value: PropertyValue): string[] {
  return typeof value === 'string' ? [value] : value;
}

/** Sorts the problems of a property to its values: the server numbers them from 1. */
export function errorsOfValues(errors: ReadonlyArray<string>): {
  others: string[];
  of: (index: number) => string[];
} {
  const found = errors.map(each => /^value (\d+): (.*)$/s.exec(each));
  return {
    others: errors.filter((_, place) => !found[place]),
    of: index => found.flatMap(each => (each && Number(each[1]) === index + 1 ? [each[2]] : []))
  };
}

/** The user's local time, as `<input type="datetime-local">` has it, as a point in time. */
export function momentText(local: string, offset: (local: Date) => number = minutesFromUtc): string {
  const [, day, minute, second = '00'] = /^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d))?/.exec(local) ?? [];
  if (!day) {
    return local;
  }
  const minutes = offset(new Date(local));
  const zone = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = zone.map(each => String(each).padStart(2, '0')).join('');
  return `${day} ${minute}:${second} ${minutes < 0 ? '-' : '+'}${digits}`;
}

/** A property with several values keeps those that are empty: the server skips them, and numbers all. */
function sentValue(assignment: Assignment, value: PropertyValue): PropertyValue {
  const texts = textsOf(value).map(each => sentText(assignment, each));
  return assignment.multiValue ? texts : (texts[0] ?? '');
}

function sentText(assignment: Assignment, value: string): string {
  return inputKind(assignment) === 'moment' ? momentText(value) : value;
}

function minutesFromUtc(local: Date): number {
  return -local.getTimezoneOffset();
}
