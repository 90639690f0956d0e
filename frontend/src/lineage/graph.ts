import { LineageGraph } from '../api';

/** Nodes and arrows that are drawn at most; the list has all. */
export const MAX_DRAWN_NODES = 1000;
export const MAX_DRAWN_EDGES = 4000;

/** Direct relatives by the key of a node; nodes without any are missing. */
export interface Relatives {
  sources: ReadonlyMap<string, ReadonlyArray<string>>;
  results: ReadonlyMap<string, ReadonlyArray<string>>;
}

export function relativesOf({ edges }: LineageGraph): Relatives {
  const sources = new Map<string, string[]>();
  const results = new Map<string, string[]>();
  for (const { source, result } of edges) {
    append(sources, result, source);
    append(results, source, result);
  }
  return { sources, results };
}

/** Return the part of a graph that can be drawn: the nodes that are nearest to the start; the same graph if it is small. */
export function drawable(graph: LineageGraph, maxNodes = MAX_DRAWN_NODES): LineageGraph {
  const { start, nodes, edges } = graph;
  if (nodes.length <= maxNodes && edges.length <= MAX_DRAWN_EDGES) {
    return graph;
  }
  const { sources, results } = relativesOf(graph);
  const near = new Set([start]);
  for (const key of near) {
    for (const other of [...(sources.get(key) ?? []), ...(results.get(key) ?? [])]) {
      if (near.size < maxNodes) {
        near.add(other);
      }
    }
  }
  return {
    ...graph,
    nodes: nodes.filter(each => near.has(each.key)),
    edges: edges.filter(each => near.has(each.source) && near.has(each.result)).slice(0, MAX_DRAWN_EDGES),
    isComplete: false
  };
}

function append(all: Map<string, string[]>, key: string, value: string): void {
  const found = all.get(key);
  if (found) {
    found.push(value);
  } else {
    all.set(key, [value]);
  }
}
