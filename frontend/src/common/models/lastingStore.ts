import { BrowserStore, isObject } from './browserStore';

/** Days that a value is kept after its last change. */
const MAX_DAYS = 14;
const DAY = 24 * 60 * 60 * 1000;

/** An item in the shared storage. */
interface Entry {
  id: string;
  /** Last change, in milliseconds since 1970. */
  time: number;
  item: unknown;
}

/**
 * A value that outlives its browser tab, e.g. a restart of Jupyter after which the user opens a new page. The tab's own value
 * comes first; a new tab begins with the shared one. Of a list, only items that this tab has changed or removed are written to
 * the shared storage, so that several tabs do not undo each other's changes.
 */
export class LastingStore extends BrowserStore {
  /** Items as this tab has read or written them last, as JSON by id. */
  private base: ReadonlyMap<string, string> = new Map();

  /**
   * @param tab Storage, name and version of the tab's own value.
   * @param shared Keeps the entries for other tabs.
   * @param idOf Identifies an item of a list; undefined if the value is no list.
   * @param now Returns the time, in milliseconds since 1970.
   */
  constructor(
    tab: ConstructorParameters<typeof BrowserStore>,
    private readonly shared: BrowserStore,
    private readonly idOf?: (item: Record<string, unknown>) => string,
    private readonly now: () => number = Date.now
  ) {
    super(...tab);
  }

  read(): unknown {
    const own = super.read();
    const value = own ?? this.sharedValue();
    this.base = this.textsOf(value);
    return value;
  }

  write(value: unknown): boolean {
    const isStored = super.write(value);
    if (isStored) {
      this.share(value);
    }
    return isStored;
  }

  private sharedValue(): unknown {
    const items = this.entries().map(each => each.item);
    return this.idOf ? (items.length ? items : null) : (items[0] ?? null);
  }

  private share(value: unknown): void {
    const mine = this.textsOf(value);
    const isMine = (id: string) => mine.get(id) !== this.base.get(id);
    const others = this.entries().filter(each => !isMine(each.id));
    const changed = [...mine.keys()]
      .filter(isMine)
      .map(id => ({ id, time: this.now(), item: JSON.parse(mine.get(id)!) as unknown }));
    this.base = mine;
    this.shared.writeLast([...others, ...changed]);
  }

  /** Entries that have not expired. */
  private entries(): Entry[] {
    const found = this.shared.read();
    const oldest = this.now() - MAX_DAYS * DAY;
    return (Array.isArray(found) ? found : []).filter(isEntry).filter(each => each.time >= oldest);
  }

  private textsOf(value: unknown): Map<string, string> {
    const { idOf } = this;
    const items = idOf ? (Array.isArray(value) ? value.filter(isObject) : []) : value === null ? [] : [value];
    return new Map(
      items.map(item => [idOf ? idOf(item as Record<string, unknown>) : '', JSON.stringify(item)])
    );
  }
}

function isEntry(value: unknown): value is Entry {
  return isObject(value) && typeof value.id === 'string' && typeof value.time === 'number' && 'item' in value;
}
