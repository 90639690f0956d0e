import { LineageGraph, LineageNode } from '../api';

/** Return a lineage of edges such as `ab`; its nodes are letters, the first one is the start. */
export function lineage(...edges: string[]): LineageGraph {
  const keys = [...new Set(edges.join(''))];
  return {
    start: keys[0],
    nodes: keys.map(key => node(key)),
    edges: edges.map(([source, result]) => ({ source, result })),
    isComplete: true
  };
}

/** Return a lineage of many nodes in layers of 50, each with three sources. The start is in the first layer. */
export function largeLineage(count: number): LineageGraph {
  const nodes = Array.from({ length: count }, (_, index) => node(`n${index}`));
  const edges = nodes.flatMap((_, index) =>
    index < 50
      ? []
      : [0, 7, 31].map(step => ({
          source: `n${(Math.floor(index / 50) - 1) * 50 + ((index * 13 + step) % 50)}`,
          result: `n${index}`
        }))
  );
  return { start: 'n0', nodes, edges, isComplete: true };
}

export function node(key: string, changes: Partial<LineageNode> = {}): LineageNode {
  return { key, kind: 'data set', name: null, type: 'RAW_DATA', ...changes };
}
