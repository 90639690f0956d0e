import { MAX_ROWS, PageRequest, Rows } from '../../api';
import { keyOf, entityItems } from './entityItem';

/**
 * Reads the pages of one listing so that no row is lost while rows are deleted in openBIS.
 *
 * openBIS numbers the rows for each page: after a deletion of earlier rows, the next page would skip rows. Therefore each page
 * begins with the last row of the previous one. If none of its rows is known, earlier pages are read until one is. Returned
 * pages contain rows that are already known.
 */
export class StablePages {
  private readonly seen = new Set<string>();

  async read(page: PageRequest, ask: (page: PageRequest) => Promise<Rows>): Promise<Rows> {
    if (page.start === 0) {
      this.seen.clear();
    }
    const overlap = page.start > 0 && this.seen.size > 0 ? 1 : 0;
    let start = page.start - overlap;
    for (;;) {
      const rows = await ask({ start, count: Math.min(page.count + overlap, MAX_ROWS) });
      const keys = entityItems(rows).map(keyOf);
      const isKnown = keys.map(key => this.seen.has(key));
      if (start > 0 && overlap && !isKnown.includes(true)) {
        start = Math.max(0, start - page.count);
        continue;
      }
      const hasNew = isKnown.includes(false);
      const isLast = keys.length === 0 || rows.start_with + keys.length >= rows.totalCount;
      if (hasNew || isLast || !overlap) {
        keys.forEach(key => this.seen.add(key));
        return rows;
      }
      start += Math.max(1, keys.length - 1);
    }
  }
}
