/** An error of a request, with the server's message. */
export class ApiError extends Error {
  /**
   * @param status HTTP status; 0 when Jupyter itself did not answer.
   * @param reason A sentence for users: what happened and what to do.
   * @param code The server's name for the kind of error, e.g. `wrong-credentials`.
   * @param fields Problems of single fields, as uploads have them: `prop.<CODE>`, `entityIdentifier`, `type`, `file`, `parent`.
   * @param details The complete answer of the server.
   */
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly code: string = '',
    readonly fields: ReadonlyArray<FieldError> = [],
    readonly details: Readonly<Record<string, unknown>> = {}
  ) {
    super(reason);
  }

  /** Whether a login would help. */
  get needsLogin(): boolean {
    return this.status === 401;
  }

  /** Return the problems of one field; names are case-insensitive. */
  of(field: string): string[] {
    const name = field.toLowerCase();
    return this.fields.filter(each => each.field.toLowerCase() === name).map(each => each.message);
  }

  /** Read an error answer of the server: `reason`, `code`, and `errors`, a list of one-key objects. */
  static fromAnswer(status: number, answer: unknown): ApiError {
    const body = isObject(answer) ? answer : {};
    const errors = Array.isArray(body.errors) ? body.errors.filter(isObject) : [];
    const fields = errors.flatMap(each =>
      Object.entries(each).map(([field, message]) => ({ field, message: String(message) }))
    );
    const reason = text(body.reason) || text(body.message) || fields.map(each => each.message).join(' ');
    return new ApiError(
      status,
      reason || `Jupyter answered with status ${status}.`,
      text(body.code),
      fields,
      body
    );
  }

  /** Convert any thrown value. */
  static from(thrown: unknown): ApiError {
    return thrown instanceof ApiError
      ? thrown
      : new ApiError(0, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

export interface FieldError {
  field: string;
  message: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
