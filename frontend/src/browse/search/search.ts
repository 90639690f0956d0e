import { ApiError, BrowsingApi, Counts, Rows, SearchKind, SearchRequest } from '../api';
import { Model } from './model';
import { keyOf, Thing, things } from './things';

/** Milliseconds without a key after which a search begins. */
const PAUSE = 300;

/** A search, and what it has found so far. */
export class SearchModel extends Model {
  request: SearchRequest = { kind: 'dataSet', text: '' };
  found: ReadonlyArray<Thing> = [];
  /** How many there are in openBIS; null until it has told. */
  total: number | null = null;
  /** How many of each kind the same words find; empty as long as the server has not told. */
  counts: Counts = {};
  isLoading = false;
  error: ApiError | null = null;

  private next = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | null = null;

  constructor(
    private readonly api: BrowsingApi,
    private readonly connection: string,
    private readonly pageSize: () => number
  ) {
    super();
  }

  /** Whether there is anything to search for. */
  get isOn(): boolean {
    return this.request.text.trim() !== '' || this.filters > 0;
  }

  /** How many filters are set. */
  get filters(): number {
    const { type, from, to, mine } = this.request;
    return [type, from, to, mine].filter(Boolean).length;
  }

  get hasMore(): boolean {
    return this.total !== null && this.next < this.total;
  }

  /** Search for something else, when the user has paused. */
  change(changes: Partial<SearchRequest>): void {
    const isOtherKind = changes.kind !== undefined && changes.kind !== this.request.kind;
    const before = wordsOf(this.request);
    this.request = { ...this.request, ...(isOtherKind ? { type: '' } : {}), ...changes };
    if (wordsOf(this.request) !== before) {
      this.counts = {};
    }
    this.stop();
    this.isLoading = this.isOn;
    this.error = null;
    if (this.isOn) {
      this.timer = setTimeout(() => void this.start(), PAUSE);
    } else {
      this.take([], 0, null);
    }
    this.tell();
  }

  /** Search for the same words among things of another kind, at once. */
  async switchTo(kind: SearchKind): Promise<void> {
    this.change({ kind });
    await this.start();
  }

  clear(): void {
    this.change({ text: '', type: '', from: '', to: '', mine: false });
  }

  /** Search now, from the beginning. */
  async start(): Promise<void> {
    this.stop();
    if (this.isOn) {
      await this.read(0, rows => {
        this.counts = rows.counts ?? {};
        this.take(things(rows), rows.start_with, rows.totalCount);
      });
    }
  }

  /** Load the next page, or try again to load the one that failed. */
  async more(): Promise<void> {
    if (this.total === null) {
      return this.start();
    }
    this.stop();
    await this.read(this.next, rows => {
      const known = new Set(this.found.map(keyOf));
      const page = things(rows);
      const fresh = page.filter(each => !known.has(keyOf(each)));
      this.take(page, rows.start_with, page.length ? rows.totalCount : this.next, [...this.found, ...fresh]);
    });
  }

  /** Forget what is under way. */
  dispose(): void {
    this.stop();
  }

  private take(page: Thing[], start: number, total: number | null, found: Thing[] = page): void {
    this.found = found;
    this.next = start + page.length;
    this.total = total;
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
  }

  private async read(start: number, take: (rows: Rows) => void): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.isLoading = true;
    this.error = null;
    this.tell();
    const page = { start, count: this.pageSize() };
    const request = { ...this.request, text: this.request.text.trim() };
    try {
      const rows = await this.api.search(this.connection, request, page, running.signal);
      this.finish(running, () => take(rows));
    } catch (error) {
      this.finish(running, () => (this.error = ApiError.from(error)));
    }
  }

  /** Take an answer, unless something else is searched for by now. */
  private finish(running: AbortController, take: () => void): void {
    if (this.running === running) {
      this.running = null;
      this.isLoading = false;
      take();
      this.tell();
    }
  }
}

/** What all kinds are searched for, as a text. */
function wordsOf({ text, from, to, mine }: SearchRequest): string {
  return JSON.stringify([text.trim(), from || '', to || '', Boolean(mine)]);
}
