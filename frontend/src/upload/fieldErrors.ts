import { ApiError } from '../api';

/** Sorts the problems that the server has found to the fields of a form. */
export class FieldErrors {
  private readonly fields: ReadonlySet<string>;

  /**
   * @param error What the server has said; null when nothing is wrong.
   * @param fields The fields of the form, as the server calls them.
   */
  constructor(
    private readonly error: ApiError | null,
    fields: ReadonlyArray<string>
  ) {
    this.fields = new Set(fields.map(each => each.toLowerCase()));
  }

  /** Problems of a field; the server may call it by several names. */
  of(...names: string[]): string[] {
    return names.flatMap(each => this.error?.of(each) ?? []);
  }

  /** Whether a field of the form has a problem. */
  get hasAny(): boolean {
    return (this.error?.fields ?? []).some(each => this.isShown(each.field));
  }

  /** Problems of what the form does not show. */
  get others(): string[] {
    return (this.error?.fields ?? []).filter(each => !this.isShown(each.field)).map(each => each.message);
  }

  private isShown(field: string): boolean {
    return this.fields.has(field.toLowerCase());
  }
}
