import { indices } from './layers';

/** How often the layers are ordered in both directions; more changes little. */
const SWEEPS = 4;

/** A graph in layers, whose vertices are numbers. Neighbours are by vertex. */
export interface Layered {
  layers: ReadonlyArray<number>;
  before: ReadonlyArray<ReadonlyArray<number>>;
  after: ReadonlyArray<ReadonlyArray<number>>;
}

/** Return the vertices of each layer, ordered by the barycentres of their neighbours, so that few edges cross. */
export function ordered({ layers, before, after }: Layered): number[][] {
  const rows: number[][] = [];
  layers.forEach((layer, vertex) => (rows[layer] ??= []).push(vertex));
  const position = new Array<number>(layers.length).fill(0);
  const number = (row: number[]) => row.forEach((vertex, at) => (position[vertex] = at));
  const sort = (row: number[], beside: Layered['before']) => {
    const wanted = new Map(row.map(each => [each, mean(beside[each], position) ?? position[each]]));
    row.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
    number(row);
  };
  rows.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    rows.forEach(row => sort(row, before));
    [...rows].reverse().forEach(row => sort(row, after));
  }
  return rows;
}

/**
 * Return the position of each vertex across the layers: near the middle of its neighbours, in the order of its row.
 *
 * @param rows The vertices of each layer, in order.
 * @param sizeOf Room that a vertex takes, with the gap to the next one.
 */
export function positioned(
  { layers, before, after }: Layered,
  rows: ReadonlyArray<ReadonlyArray<number>>,
  sizeOf: (vertex: number) => number
): number[] {
  const positions = new Array<number>(layers.length).fill(0);
  const place = (row: ReadonlyArray<number>, beside: Layered['before']) => {
    const wanted = row.map(each => mean(beside[each], positions) ?? positions[each]);
    const distances = row.map((each, at) => (at ? (sizeOf(row[at - 1]) + sizeOf(each)) / 2 : 0));
    spread(wanted, distances).forEach((value, at) => (positions[row[at]] = value));
  };
  const none = layers.map(() => []);
  rows.forEach(row => place(row, none));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    rows.forEach(row => place(row, before));
    [...rows].reverse().forEach(row => place(row, after));
  }
  rows.forEach(row => place(row, before));
  return positions;
}

/**
 * Return the positions that are nearest to the wanted ones (least squares) and keep order and distances: values that
 * are too close become a block around the mean of what they want (isotonic regression by pooling adjacent violators).
 *
 * @param distances Minimum distance of each value to the one before it.
 */
export function spread(wanted: ReadonlyArray<number>, distances: ReadonlyArray<number>): number[] {
  let offset = 0;
  const offsets = distances.map(each => (offset += each));
  const blocks: { sum: number; count: number }[] = [];
  wanted.forEach((value, at) => {
    let block = { sum: value - offsets[at], count: 1 };
    let last = blocks[blocks.length - 1];
    while (last && last.sum / last.count >= block.sum / block.count) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
      last = blocks[blocks.length - 1];
    }
    blocks.push(block);
  });
  const means = blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
  return indices(wanted.length).map(at => means[at] + offsets[at]);
}

function mean(vertices: ReadonlyArray<number>, values: ReadonlyArray<number>): number | null {
  return vertices.length ? vertices.reduce((sum, each) => sum + values[each], 0) / vertices.length : null;
}
