/** The used part of the browser's `sessionStorage` and `localStorage`. */
export type BrowserStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Maximum number of characters of one value; browsers keep about 5 million per site. */
const MAX_LENGTH = 200_000;

/**
 * A value that the browser stores under a name, for a reload of the page. A value that is missing, invalid, or of another
 * version is read as null.
 */
export class BrowserStore {
  /**
   * @param storage Storage of the browser.
   * @param name Key in the storage.
   * @param version Version of the value's format; values of other versions are ignored.
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

  /** Store a value; null deletes it. Returns whether it is stored: the storage may be full or disabled. */
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
      // The value is lost at a reload.
    }
    return false;
  }

  /** Store as many items of a list as fit, the last ones first. */
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
 * Return a stored value in the format of `example`: a key is taken over if its value has the same type; if the example has
 * null, a text. Contents of lists and objects are not checked.
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
