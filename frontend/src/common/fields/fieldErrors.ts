import { ApiError, FieldError } from '../../api';

/** Assigns the problems of a server error to the fields of a form. */
export class FieldErrors {
  private readonly fields: ReadonlySet<string>;

  /**
   * @param error Error of the server; null without one.
   * @param fields The fields of the form, by the server's names.
   * @param changed Fields, in lower case, that were changed since: their errors are outdated.
   */
  constructor(
    private readonly error: ApiError | null,
    fields: ReadonlyArray<string>,
    private readonly changed: ReadonlySet<string> = new Set()
  ) {
    this.fields = new Set(fields.map(each => each.toLowerCase()));
  }

  /** Return the problems of a field, which may have several names. */
  of(...names: string[]): string[] {
    const current = names.filter(each => !this.changed.has(each.toLowerCase()));
    return current.flatMap(each => this.error?.of(each) ?? []);
  }

  /** Whether a field of the form has a problem. */
  get hasAny(): boolean {
    return this.current.some(each => this.isShown(each.field));
  }

  /** Problems without a field in the form. */
  get otherMessages(): string[] {
    return this.current.filter(each => !this.isShown(each.field)).map(each => each.message);
  }

  /** Whether there were problems of fields, and all of those fields were changed since. */
  get isOutdated(): boolean {
    return Boolean(this.error?.fields.length) && !this.current.length;
  }

  private get current(): ReadonlyArray<FieldError> {
    return (this.error?.fields ?? []).filter(each => !this.changed.has(each.field.toLowerCase()));
  }

  private isShown(field: string): boolean {
    return this.fields.has(field.toLowerCase());
  }
}
