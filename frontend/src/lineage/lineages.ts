import { LineageSubject } from '../api';
import { OpenedViews } from '../common/models/openedViews';
import { nameOf } from '../common/paths';

/** What a lineage begins with. */
export interface LineageStart {
  connection: string;
  subject: LineageSubject;
  /** Its display name. */
  name: string;
}

/** The lineages that are shown. */
export class LineagesModel extends OpenedViews<LineageStart> {
  /** Show a lineage: in a tab of the main area, or in a dialog. */
  open(connection: string, subject: LineageSubject, name: string): void {
    this.request({ connection, subject, name });
  }

  keyOf({ connection, subject }: LineageStart): string {
    const { kind } = subject;
    return JSON.stringify([connection, kind, kind === 'notebook' ? subject.path : subject.permId]);
  }

  protected isItem(value: unknown): value is LineageStart {
    const { connection, subject, name } = (value ?? {}) as Partial<LineageStart>;
    const isNamed = typeof connection === 'string' && typeof name === 'string';
    return isNamed && isSubject(subject);
  }
}

/** Return what a lineage begins with after its notebook was moved; the same object if it was not. */
export function movedStart(start: LineageStart, current: (path: string) => string): LineageStart {
  const { subject } = start;
  const path = subject.kind === 'notebook' ? current(subject.path) : null;
  return path === null || (subject.kind === 'notebook' && path === subject.path)
    ? start
    : { ...start, subject: { kind: 'notebook', path }, name: nameOf(path) };
}

function isSubject(value: unknown): value is LineageSubject {
  const { kind, permId, path } = (value ?? {}) as { kind?: unknown; permId?: unknown; path?: unknown };
  return kind === 'notebook'
    ? typeof path === 'string'
    : (kind === 'sample' || kind === 'dataSet') && typeof permId === 'string';
}
