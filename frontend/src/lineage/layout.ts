import { LineageGraph } from '../api';
import { Edge, layersOf, neighbours } from './layers';
import { ordered, positioned } from './ordering';

/** Sizes in pixels. */
export const BOX_WIDTH = 180;
export const BOX_HEIGHT = 46;
const GAP_ALONG = 40;
const GAP_ACROSS = 14;
const MARGIN = 16;
const BEND_SIZE = 14;

/** Points at which long arrows pass a layer; with more of them, they go straight behind the boxes. */
const MAX_BENDS = 3000;

/** Upper left corner of a node. */
export interface Box {
  x: number;
  y: number;
  layer: number;
}

export interface Arrow {
  source: string;
  result: string;
  /** Attribute `d` of the line with its head. */
  path: string;
}

/** Where nodes and arrows are: sources left of their results. */
export interface Layout {
  /** By key, from left to right and from top to bottom. */
  boxes: ReadonlyMap<string, Box>;
  arrows: ReadonlyArray<Arrow>;
  width: number;
  height: number;
}

/** Return the layout of a graph: nodes in layers, with few crossings of arrows. */
export function layoutOf({ nodes, edges }: LineageGraph): Layout {
  const numbers = new Map(nodes.map(({ key }, index) => [key, index]));
  const all = edges.map(({ source, result }): Edge => [numbers.get(source)!, numbers.get(result)!]);
  const { layers, segments, bends } = withBends(layersOf(nodes.length, all), all);
  const back = segments.map(([source, result]): Edge => [result, source]);
  const graph = {
    layers,
    before: neighbours(layers.length, back),
    after: neighbours(layers.length, segments)
  };
  const rows = ordered(graph);
  const isBend = (vertex: number) => vertex >= nodes.length;
  const middles = positioned(graph, rows, each => (isBend(each) ? BEND_SIZE : BOX_HEIGHT + GAP_ACROSS));
  const top = Math.min(...middles, 0) - BOX_HEIGHT / 2 - MARGIN;
  const y = (vertex: number) => middles[vertex] - top;
  const x = (vertex: number) => MARGIN + layers[vertex] * (BOX_WIDTH + GAP_ALONG);
  const shown = rows.flat().filter(each => !isBend(each));
  return {
    boxes: new Map(
      shown.map(each => [nodes[each].key, { x: x(each), y: y(each) - BOX_HEIGHT / 2, layer: layers[each] }])
    ),
    arrows: edges.map(({ source, result }, index) => ({
      source,
      result,
      path: pathOf([all[index][0], ...bends[index], all[index][1]].map(each => ({ x: x(each), y: y(each) })))
    })),
    width: MARGIN * 2 + rows.length * (BOX_WIDTH + GAP_ALONG) - GAP_ALONG,
    height: Math.max(...middles, 0) - top + BOX_HEIGHT / 2 + MARGIN
  };
}

/** Add vertices where edges pass layers, as long as there are not too many. */
function withBends(
  layersOfNodes: ReadonlyArray<number>,
  edges: ReadonlyArray<Edge>
): { layers: number[]; segments: Edge[]; bends: number[][] } {
  const layers = [...layersOfNodes];
  const passed = edges.reduce((sum, [a, b]) => sum + Math.max(0, layers[b] - layers[a] - 1), 0);
  const segments: Edge[] = [];
  const bends = edges.map(([source, result]) => {
    const found: number[] = [];
    if (passed <= MAX_BENDS) {
      for (let layer = layers[source] + 1; layer < layers[result]; layer++) {
        found.push(layers.push(layer) - 1);
      }
    }
    [...found, result].forEach((each, at) => segments.push([at ? found[at - 1] : source, each]));
    return found;
  });
  return { layers, segments, bends };
}

/** Return a curve from box to box, past the columns between them, with a head at its end. */
function pathOf(points: ReadonlyArray<{ x: number; y: number }>): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  let path = '';
  for (let at = 1; at < points.length; at++) {
    const from = { x: points[at - 1].x + BOX_WIDTH, y: round(points[at - 1].y) };
    const to = { x: points[at].x, y: round(points[at].y) };
    const middle = (from.x + to.x) / 2;
    path += `${at === 1 ? 'M' : 'L'}${from.x},${from.y}C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
  }
  const end = points[points.length - 1];
  const y = round(end.y);
  return `${path}M${end.x - 6},${round(y - 4)}L${end.x},${y}L${end.x - 6},${round(y + 4)}`;
}
