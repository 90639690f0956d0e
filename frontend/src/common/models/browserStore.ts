/** The part of the browser's storage that is used: its memory for this tab, or for all of them. */
export type BrowserStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Characters that one value may take: browsers keep some 5 million for a whole site. */
const MAX_LENGTH = 200_000;

/**
 * A value that the browser keeps under a name, so that it outlives a reload of the page. Reading is total: what is not
 * there, not JSON, or of another version of this program is null.
 */
export class BrowserStore {
  /**
   * @param storage Where it is kept.
   * @param name Under which name.
   * @param version Of the value's shape; a new one forgets what older programs have written.
   */
  constructor(
    private readonly storage: BrowserStorage,
    private readonly name: string,
    private readonly version: number
  ) {}

  read(): unknown {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.name) ?? 'null');
      return isObject(kept) && kept.version === this.version ? kept.value : null;
    } catch {
      return null;
    }
  }

  /** Keep a value; null forgets it. Returns whether it is kept now: a browser may be full or keep nothing. */
  write(value: unknown): boolean {
    try {
      if (value === null) {
        this.storage.removeItem(this.name);
        return true;
      }
      const text = JSON.stringify({ version: this.version, value });
      if (text.length <= MAX_LENGTH) {
        this.storage.setItem(this.name, text);
        return true;
      }
    } catch {
      // The value is lost with the page, as it would be without a store.
    }
    return false;
  }

  /** Keep as many items of a list as fit, the last ones first. */
  writeLast(items: ReadonlyArray<unknown>): void {
    let kept = items.slice();
    while (kept.length && !this.write(kept)) {
      kept = kept.slice(Math.ceil(kept.length / 2));
    }
    if (!kept.length) {
      this.write(null);
    }
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What was kept of something that has the shape of `example`: each of its keys is taken over where it has the same kind
 * of value; where the example has null, a text. What is inside of lists and objects is taken as it is.
 */
export function restored<T extends object>(kept: unknown, example: Readonly<T>): T {
  const found = isObject(kept) ? kept : {};
  const fits = ([key, value]: [string, unknown]) => kindOf(found[key]) === kindOf(value ?? '');
  const keys = Object.entries(example).filter(fits);
  return { ...example, ...Object.fromEntries(keys.map(([key]) => [key, found[key]])) };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.every(each => typeof each === 'string') ? 'texts' : 'list';
  }
  return value === null ? 'null' : typeof value;
}
