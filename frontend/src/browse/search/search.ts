import { ApiError, BrowsingApi, Counts, Rows, SearchKind, SearchRequest } from '../../api';
import { Model } from '../../common/models/model';
import { keyOf, EntityItem, entityItems } from '../entities/entityItem';
import { StablePages } from '../entities/stablePages';

/** Milliseconds after the last key until a search starts. */
const PAUSE = 300;

/** A search and its results so far. */
export class SearchModel extends Model {
  request: SearchRequest = { kind: 'dataSet', text: '' };
  found: ReadonlyArray<EntityItem> = [];
  /** Total in openBIS; null until it has answered. */
  total: number | null = null;
  /** Number of results by kind; empty until the server has answered. */
  counts: Counts = {};
  isLoading = false;
  error: ApiError | null = null;

  private pages = new StablePages();
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

  /** Number of filters that are set. */
  get filters(): number {
    const { type, from, to, mine } = this.request;
    return [type, from, to, mine].filter(Boolean).length;
  }

  get hasMore(): boolean {
    return this.total !== null && this.next < this.total;
  }

  /** Change the search; it starts after a pause of the user. */
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
    this.emitChanged();
  }

  /** Search for entities of another kind, at once. */
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
        this.take(entityItems(rows), rows.start_with, rows.totalCount);
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
      const page = entityItems(rows);
      const fresh = page.filter(each => !known.has(keyOf(each)));
      this.take(page, rows.start_with, page.length ? rows.totalCount : this.next, [...this.found, ...fresh]);
    });
  }

  /** Abort requests. */
  dispose(): void {
    this.stop();
  }

  private take(page: EntityItem[], start: number, total: number | null, found: EntityItem[] = page): void {
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
    this.emitChanged();
    const page = { start, count: this.pageSize() };
    const pages = start === 0 ? new StablePages() : this.pages;
    this.pages = pages;
    const request = { ...this.request, text: this.request.text.trim() };
    try {
      const rows = await pages.read(page, each =>
        this.api.search(this.connection, request, each, running.signal)
      );
      this.finish(running, () => take(rows));
    } catch (error) {
      this.finish(running, () => (this.error = ApiError.from(error)));
    }
  }

  /** Handle an answer, unless the search has changed. */
  private finish(running: AbortController, take: () => void): void {
    if (this.running === running) {
      this.running = null;
      this.isLoading = false;
      take();
      this.emitChanged();
    }
  }
}

/** Return the criteria that apply to all kinds, as a text. */
function wordsOf({ text, from, to, mine }: SearchRequest): string {
  return JSON.stringify([text.trim(), from || '', to || '', Boolean(mine)]);
}
