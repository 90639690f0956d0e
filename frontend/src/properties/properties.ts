import { TranslationBundle } from '@jupyterlab/translation';

import { Assignment, DataSetType, PropertyValue, textsOf } from '../api';

/** Kind of the input for a value. */
export type InputKind =
  'line' | 'lines' | 'integer' | 'number' | 'truth' | 'day' | 'moment' | 'link' | 'term';

/** Assignments of one section; `title` is null for those that belong to no section. */
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

/** Return the format of values, if the input does not show it. */
export function formOf(dataType: string, trans: TranslationBundle): string | null {
  const forms: Record<string, string> = {
    INTEGER: trans.__('A whole number'),
    REAL: trans.__('A number, e.g. 1.5 or 2.5e-3'),
    HYPERLINK: trans.__('A link, e.g. https://example.org/page'),
    XML: trans.__('XML, e.g. <a>text</a>'),
    JSON: trans.__('JSON, e.g. {"wells": 96}'),
    SAMPLE: trans.__('Identifier or permId of a sample, e.g. /LAB/YEAST/PLATE_1'),
    MATERIAL: trans.__('A material, e.g. WATER (LIQUID)'),
    ARRAY_INTEGER: trans.__('Whole numbers, separated by commas'),
    ARRAY_REAL: trans.__('Numbers, separated by commas'),
    ARRAY_STRING: trans.__('Text values, separated by commas'),
    ARRAY_TIMESTAMP: trans.__('Timestamps, separated by commas, e.g. 2024-05-17 14:30:00')
  };
  return forms[dataType] ?? null;
}

/** Return the editable properties by section, in openBIS's order. */
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

/** Return the server's names of the fields of a type. */
export function fieldsOf(type: DataSetType | undefined): string[] {
  return (type?.propertyAssignments ?? []).filter(each => !each.computed).map(({ code }) => `prop.${code}`);
}

/** Return the values that are sent: properties that the type has, as texts that openBIS reads. */
export function propsOf(
  type: DataSetType | undefined,
  values: Readonly<Record<string, PropertyValue>>
): Record<string, PropertyValue> {
  const shown = sectionsOf(type?.propertyAssignments ?? []).flatMap(section => section.assignments);
  return Object.fromEntries(shown.map(each => [each.code, sentValue(each, values[each.code] ?? '')]));
}

/** Assign the problems of a property to its values, which the server numbers from 1. */
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

/** Convert a local time of `<input type="datetime-local">` to a timestamp with time zone. */
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

/** Convert a value that openBIS has stored to the text of its input: of a point in time, to the local time. */
export function inputValue(assignment: Assignment, value: PropertyValue): PropertyValue {
  if (typeof value === 'string' && !assignment.multiValue) {
    return inputText(assignment, value);
  }
  const texts = textsOf(value).map(each => inputText(assignment, each));
  return assignment.multiValue ? texts : listText(texts);
}

/** Return the items of an array as the text of its input, from which the server reads the same items again. */
function listText(items: string[]): string {
  const text = items.join(', ');
  const needsJson =
    text.startsWith('[') || items.some(each => !each || each.includes(',') || each !== each.trim());
  return needsJson ? JSON.stringify(items) : text;
}

function inputText(assignment: Assignment, text: string): string {
  switch (inputKind(assignment)) {
    case 'moment':
      return localMoment(text);
    case 'day':
      return text.slice(0, 'YYYY-MM-DD'.length);
    default:
      return text;
  }
}

/** Return a timestamp (`2024-05-17 14:30:00 +0200`) for `<input type="datetime-local">`; other texts unchanged. */
function localMoment(text: string): string {
  const [, day, time, hours, minutes] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: ?([+-]\d\d):?(\d\d))?$/.exec(text) ?? [];
  if (!day) {
    return text;
  }
  const moment = new Date(hours ? `${day}T${time}${hours}:${minutes}` : `${day}T${time}`);
  return new Date(moment.getTime() + minutesFromUtc(moment) * 60_000).toISOString().slice(0, 19);
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
