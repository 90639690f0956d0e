import { ApiError, BrowsingApi, Counts, SEARCH_KINDS, SearchKind } from '../../api';
import { Model } from '../../common/models/model';
import { EntityItem, entityItems } from '../entities/entityItem';
import { byRelevance } from './relevance';
import { SearchModel } from './search';

/** Rows of each kind, where several kinds have results. */
export const MAX_ROWS_OF_KIND = 5;
/** The most relevant ones are those of the newest results, as many as this: openBIS sorts by date, but not by relevance. */
const MAX_COMPARED = 50;

/** The results of one kind. */
export interface ResultGroup {
  kind: SearchKind;
  /** Number of results in openBIS. */
  total: number;
  /** The most relevant of them; empty while they are loading. */
  items: ReadonlyArray<EntityItem>;
}

/**
 * The most relevant results of each kind. The search itself has those of its own kind and the counts of all; the other
 * kinds that have results are read when it is done.
 */
export class OverviewModel extends Model {
  /** Why the results of some kinds are missing. */
  error: ApiError | null = null;

  private readonly items = new Map<SearchKind, ReadonlyArray<EntityItem>>();
  /** The counts of the search to which the items belong. */
  private counts: Counts = {};
  private running: AbortController | null = null;

  constructor(
    private readonly api: BrowsingApi,
    private readonly connection: string,
    private readonly search: SearchModel
  ) {
    super();
    search.changed.connect(() => this.follow());
  }

  /** The kinds that have results, with the most relevant of them. */
  get groups(): ResultGroup[] {
    const { request, counts, found } = this.search;
    return SEARCH_KINDS.map(kind => ({
      kind,
      total: counts[kind] ?? 0,
      items: this.mostRelevant(kind === request.kind ? found : (this.items.get(kind) ?? []))
    })).filter(each => each.total > 0);
  }

  private mostRelevant(items: ReadonlyArray<EntityItem>): EntityItem[] {
    const compared = items.slice(0, MAX_COMPARED);
    return byRelevance(compared, this.search.request.text).slice(0, MAX_ROWS_OF_KIND);
  }

  /** Number of results of all kinds; null until openBIS has answered. */
  get total(): number | null {
    const { counts } = this.search;
    const all = SEARCH_KINDS.flatMap(each => counts[each] ?? []);
    return all.length ? all.reduce((sum, each) => sum + each, 0) : null;
  }

  /** Abort requests. */
  dispose(): void {
    this.running?.abort();
  }

  private follow(): void {
    const { search } = this;
    if (search.isOverall && !search.isLoading && search.counts !== this.counts) {
      this.counts = search.counts;
      void this.load();
    }
  }

  /** Read the results of the kinds that the search does not have. Without counts, there are none. */
  async load(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.items.clear();
    this.error = null;
    this.emitChanged();
    const others = this.groups.filter(each => each.kind !== this.search.request.kind);
    await Promise.all(others.map(each => this.read(each.kind, running.signal)));
  }

  private async read(kind: SearchKind, signal: AbortSignal): Promise<void> {
    const request = { ...this.search.criteria, kind, counts: false };
    const page = { start: 0, count: MAX_COMPARED };
    try {
      const rows = await this.api.search(this.connection, request, page, signal);
      if (!signal.aborted) {
        this.items.set(kind, entityItems(rows));
      }
    } catch (thrown) {
      if (!signal.aborted) {
        this.error = ApiError.from(thrown);
      }
    }
    if (!signal.aborted) {
      this.emitChanged();
    }
  }
}
