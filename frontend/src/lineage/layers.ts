/** A directed edge between two vertices, by their numbers. */
export type Edge = readonly [source: number, result: number];

/**
 * Return the layer of each vertex, from 0: the longest path that leads to it. Vertices without sources are directly
 * before the first of their results.
 *
 * An edge that closes a cycle, which openBIS does not allow, is not followed; its result may be in any layer.
 */
export function layersOf(count: number, edges: ReadonlyArray<Edge>): number[] {
  const results = neighbours(count, edges);
  const open = new Array<number>(count).fill(0);
  edges.forEach(([, result]) => open[result]++);
  const layers = new Array<number>(count).fill(0);
  const isPlaced = new Array<boolean>(count).fill(false);
  const isFirst = open.map(each => each === 0);
  const ready = indices(count).filter(each => isFirst[each]);
  let next = 0; // where a cycle is opened
  for (let at = 0; at < count; at++) {
    while (ready.length <= at) {
      if (!isPlaced[next]) {
        ready.push(next);
      }
      next++;
    }
    const vertex = ready[at];
    isPlaced[vertex] = true;
    for (const result of results[vertex]) {
      if (!isPlaced[result]) {
        layers[result] = Math.max(layers[result], layers[vertex] + 1);
        if (--open[result] === 0) {
          ready.push(result);
        }
      }
    }
  }
  return layers.map((layer, vertex) =>
    isFirst[vertex] && results[vertex].length
      ? Math.max(0, Math.min(...results[vertex].map(each => layers[each])) - 1)
      : layer
  );
}

/** Return the vertices at the other ends of the edges from each vertex. */
export function neighbours(count: number, edges: ReadonlyArray<Edge>): number[][] {
  const found = Array.from({ length: count }, () => [] as number[]);
  edges.forEach(([source, result]) => found[source].push(result));
  return found;
}

export function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
