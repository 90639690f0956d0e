import { ApiError, BrowsingApi, Counts, Rows, SEARCH_KINDS, SearchKind, SearchRequest } from '../../api';
import { Model } from '../../common/models/model';
import { keyOf, EntityItem, entityItems } from '../entities/entityItem';
import { Condition, conditionText } from './conditions';

/** Milliseconds after the last key until a search starts. */
const PAUSE = 300;

/** A search and its results so far. */
export class SearchModel extends Model {
  /** Whether results of all kinds are wanted (`OverviewModel`); this model then has those of the first kind. */
  isOverall = true;
  request: Readonly<Omit<SearchRequest, 'where'>> = { kind: 'dataSet', text: '' };
  /** Conditions on properties; results fulfil all of them. */
  conditions: ReadonlyArray<Condition> = [];
  found: ReadonlyArray<EntityItem> = [];
  /** Total in openBIS; null until it has answered. */
  total: number | null = null;
  /** Number of results by kind; empty until the server has answered. */
  counts: Counts = {};
  isLoading = false;
  error: ApiError | null = null;

  /** Where the next page continues; null after the last row. */
  private next: string | null = null;
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
    const { type, from, to, mine, owner, modifiedFrom, modifiedTo } = this.request;
    const set = [type, from, to, mine, owner, modifiedFrom, modifiedTo].filter(Boolean);
    return set.length + this.conditions.length;
  }

  get hasMore(): boolean {
    return this.next !== null;
  }

  /** Change the search; it starts after a pause of the user. */
  change(changes: Partial<SearchModel['request']>): void {
    const isOtherKind = changes.kind !== undefined && changes.kind !== this.request.kind;
    const before = this.commonCriteria;
    this.request = { ...this.request, ...(isOtherKind ? { type: '' } : {}), ...changes };
    if (this.commonCriteria !== before) {
      this.counts = {};
    }
    this.restart();
  }

  /** Change the conditions on properties; the search starts after a pause of the user. */
  setConditions(conditions: ReadonlyArray<Condition>): void {
    this.conditions = conditions;
    this.counts = {};
    this.restart();
  }

  private restart(): void {
    this.stop();
    this.isLoading = this.isOn;
    this.error = null;
    if (this.isOn) {
      this.timer = setTimeout(() => void this.start(), PAUSE);
    } else {
      this.take([], null, null);
    }
    this.emitChanged();
  }

  /** Search for entities of another kind, at once. */
  async switchTo(kind: SearchKind): Promise<void> {
    this.isOverall = false;
    this.change({ kind });
    await this.start();
  }

  /** Search for entities of all kinds, at once. */
  async showAll(): Promise<void> {
    this.isOverall = true;
    this.change({ kind: SEARCH_KINDS[0], type: '' });
    await this.start();
  }

  /** Repeat another search, at once. */
  repeat({
    isOverall,
    request,
    conditions
  }: Pick<SearchModel, 'isOverall' | 'request' | 'conditions'>): void {
    this.isOverall = isOverall;
    this.conditions = conditions;
    this.change({ ...NO_FILTERS, sort: '', ...request });
    void this.start();
  }

  clear(): void {
    this.conditions = [];
    this.change({ text: '', ...NO_FILTERS });
  }

  clearFilters(): void {
    this.conditions = [];
    this.change(NO_FILTERS);
  }

  /** Search now, from the beginning. */
  async start(): Promise<void> {
    this.stop();
    if (this.isOn) {
      await this.read(null, rows => {
        this.counts = rows.counts ?? {};
        this.take(entityItems(rows), rows.next, rows.totalCount);
      });
    }
  }

  /** Load the next page, or try again to load the one that failed. */
  async more(): Promise<void> {
    if (this.total === null) {
      return this.start();
    }
    this.stop();
    let isWithoutNew = false;
    await this.read(this.next, rows => {
      const known = new Set(this.found.map(keyOf));
      const fresh = entityItems(rows).filter(each => !known.has(keyOf(each)));
      this.take([...this.found, ...fresh], rows.next, rows.totalCount);
      isWithoutNew = fresh.length === 0;
    });
    if (isWithoutNew && this.hasMore) {
      await this.more();
    }
  }

  /** The request as it is sent. */
  get criteria(): SearchRequest {
    return { ...this.request, text: this.request.text.trim(), where: this.conditions.map(conditionText) };
  }

  /** Abort requests. */
  dispose(): void {
    this.stop();
  }

  private take(found: EntityItem[], next: string | null | undefined, total: number | null): void {
    this.found = found;
    this.next = next ?? null;
    this.total = total;
  }

  /** The criteria that apply to all kinds, as a text. */
  private get commonCriteria(): string {
    const { text, from, to, mine, owner, modifiedFrom, modifiedTo } = this.request;
    const dates = [from, to, modifiedFrom, modifiedTo].map(each => each || '');
    return JSON.stringify([text.trim(), dates, owner || '', Boolean(mine)]);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
  }

  /** Read the first page, or the one after a cursor. */
  private async read(after: string | null, take: (rows: Rows) => void): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.isLoading = true;
    this.error = null;
    this.emitChanged();
    const page = { start: 0, count: this.pageSize() };
    const request = this.criteria;
    try {
      const rows = await this.api.search(this.connection, request, page, running.signal, after ?? undefined);
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

const NO_FILTERS = {
  type: '',
  from: '',
  to: '',
  mine: false,
  owner: '',
  modifiedFrom: '',
  modifiedTo: ''
};
