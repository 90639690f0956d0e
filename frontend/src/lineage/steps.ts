import { Relatives } from './graph';
import { Box, Layout } from './layout';

/** A direction in the picture; sources are left, results right. */
export type Step = 'sources' | 'results' | 'up' | 'down' | 'start';

const KEYS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'sources',
  ArrowRight: 'results',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'start'
};
const MIRRORED: Readonly<Record<string, Step>> = { ArrowLeft: 'results', ArrowRight: 'sources' };

/** Return what a key does; in a page that is written from right to left, results are left. */
export function stepOf(key: string, isMirrored: boolean): Step | null {
  return (isMirrored ? MIRRORED[key] : undefined) ?? KEYS[key] ?? null;
}

/**
 * Return the node that a step leads to: along an arrow, the nearest one; up and down, the next one in its layer. Null: there
 * is none.
 */
export function nodeAfter(
  key: string,
  step: Step,
  start: string,
  { boxes }: Layout,
  { sources, results }: Relatives
): string | null {
  const from = boxes.get(key);
  if (!from || step === 'start') {
    return step === 'start' ? start : null;
  }
  if (step === 'up' || step === 'down') {
    const layer = [...boxes].filter(([, each]) => each.layer === from.layer).map(([other]) => other);
    return layer[layer.indexOf(key) + (step === 'down' ? 1 : -1)] ?? null;
  }
  const relatives = ((step === 'sources' ? sources : results).get(key) ?? []).filter(each => boxes.has(each));
  const far = (other: string) => distance(boxes.get(other)!, from);
  return relatives.reduce<string | null>(
    (best, each) => (best === null || far(each) < far(best) ? each : best),
    null
  );
}

function distance(a: Box, b: Box): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
