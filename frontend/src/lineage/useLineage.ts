import { useEffect, useRef, useState } from 'react';

import { ApiError, LineageGraph, MAX_LINEAGE_NODES } from '../api';
import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';
import { LineageStart } from './lineages';

/** Nodes that are requested first; more on demand. */
const FIRST_NODES = 200;
const GROWTH = 5;

export interface LoadedLineage {
  /** Null while it is loaded for the first time. */
  graph: LineageGraph | null;
  error: ApiError | null;
  isLoading: boolean;
  maxNodes: number;
  /** Load it again. */
  reload: () => void;
  /** Load more nodes; null: there are no more, or more cannot be loaded. */
  more: (() => void) | null;
}

/** Load a lineage. While it is loaded again or with more nodes, the previous one is shown. */
export function useLineage({ connection, subject }: LineageStart): LoadedLineage {
  const { api } = useServices();
  const [maxNodes, setMaxNodes] = useState(FIRST_NODES);
  const [version, setVersion] = useState(0);
  const about = JSON.stringify([connection, subject]);
  const key = JSON.stringify([about, maxNodes, version]);
  const { value, error, retry } = useLoaded(key, signal =>
    api.lineage.trace(connection, subject, maxNodes, signal)
  );
  const before = useRef<{ about: string; graph: LineageGraph } | null>(null);
  useEffect(() => {
    before.current = value ? { about, graph: value } : before.current;
  });
  const graph = value ?? (before.current?.about === about ? before.current.graph : null);
  const canGrow =
    graph && !graph.isComplete && graph.nodes.length >= maxNodes && maxNodes < MAX_LINEAGE_NODES;
  return {
    graph,
    error,
    isLoading: !value && !error,
    maxNodes,
    reload: error ? retry : () => setVersion(version + 1),
    more: canGrow ? () => setMaxNodes(Math.min(maxNodes * GROWTH, MAX_LINEAGE_NODES)) : null
  };
}
