import { RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Rows that are drawn together. */
export const CHUNK = 50;

/** Pixels above and below the visible part within which rows are rendered. */
const MARGIN = 800;

/** Height of a row in pixels until one is measured. */
const DEFAULT_HEIGHT = 34;

const SCROLLING = '.jp-openbis-entity-tree, .jp-openbis-panel';

/** State of a list while it is not shown. */
interface Memory {
  /** Indexes of the chunks near the visible part. */
  near: ReadonlySet<number>;
  /** Measured heights in pixels by the key of a chunk. */
  heights: Map<string, number>;
}

const memories = new WeakMap<object, Memory>();

export interface Window {
  /** Whether the rows of a chunk are visible, or near the visible part. */
  isNear: (chunk: number) => boolean;
  /** Height in pixels of the space for the rows of a chunk that is not drawn. */
  heightOf: (rows: Keys) => number;
}

type Keys = ReadonlyArray<{ key: string }>;

/**
 * Which chunks of a long list are drawn: thousands of rows in the page make every key slow. As heights of rows differ, a
 * chunk is replaced as a whole, by a space of the height that it had.
 *
 * @param list The element whose children with `data-chunk` (index) and `data-chunk-key` (`chunkKey`) are the chunks.
 * @param owner The model of the list; the state of the list has the same lifetime.
 * @param count Number of chunks.
 */
export function useWindow(list: RefObject<HTMLElement>, owner: object, count: number): Window {
  const memory = memoryOf(owner);
  const [near, setNear] = useState(memory.near);
  const observer = useRef<IntersectionObserver | null>(null);
  useEffect(() => {
    const root = list.current?.closest(SCROLLING) ?? null;
    const take = (entries: IntersectionObserverEntry[]) =>
      setNear(before => {
        entries.forEach(({ target, isIntersecting, boundingClientRect }) => {
          if (!isIntersecting && target.firstElementChild) {
            remember(memory, target as HTMLElement, boundingClientRect.height);
          }
        });
        return moved(before, entries);
      });
    observer.current = canObserve()
      ? new IntersectionObserver(take, { root, rootMargin: `${MARGIN}px 0px` })
      : null;
    return () => observer.current?.disconnect();
  }, [list, memory]);
  useEffect(() => {
    chunksOf(list.current).forEach(each => observer.current?.observe(each));
  }, [list, memory, count]);
  useEffect(() => {
    memory.near = near;
  });
  useLayoutEffect(() => {
    const shown = list.current;
    // Also the heights of spaces, so that all is in the same place when it is shown again.
    return () => chunksOf(shown).forEach(each => remember(memory, each, each.getBoundingClientRect().height));
  }, [list, memory]);
  let average: number | undefined; // the same for all chunks: thousands of rows have hundreds of them, at each key
  const averageHeight = () => (average ??= averageOf(memory.heights));
  return {
    isNear: chunk => !canObserve() || near.has(chunk),
    heightOf: rows => memory.heights.get(chunkKey(rows)) ?? rows.length * averageHeight()
  };
}

/** Names a chunk; with other rows it may have another height. */
export function chunkKey(rows: Keys): string {
  return [rows.length, rows[0].key, rows[rows.length - 1].key].join(' ');
}

function canObserve(): boolean {
  return typeof IntersectionObserver !== 'undefined';
}

function memoryOf(owner: object): Memory {
  const memory = memories.get(owner) ?? { near: new Set([0, 1]), heights: new Map() };
  memories.set(owner, memory);
  return memory;
}

function chunksOf(list: HTMLElement | null): HTMLElement[] {
  return Array.from(list?.querySelectorAll<HTMLElement>(':scope > [data-chunk]') ?? []);
}

/** A panel that is hidden has no heights. */
function remember({ heights }: Memory, { dataset }: HTMLElement, height: number): void {
  if (dataset.chunkKey && height) {
    heights.set(dataset.chunkKey, height);
  }
}

function moved(before: ReadonlySet<number>, entries: IntersectionObserverEntry[]): ReadonlySet<number> {
  const after = new Set(before);
  for (const { target, isIntersecting } of entries) {
    const chunk = Number((target as HTMLElement).dataset.chunk);
    void (isIntersecting ? after.add(chunk) : after.delete(chunk));
  }
  return after;
}

/** Height of a row in pixels, on average. */
function averageOf(heights: Map<string, number>): number {
  const sum = (all: number[]) => all.reduce((total, each) => total + each, 0);
  const rows = sum([...heights.keys()].map(key => Number.parseInt(key, 10)));
  return rows ? sum([...heights.values()]) / rows : DEFAULT_HEIGHT;
}
