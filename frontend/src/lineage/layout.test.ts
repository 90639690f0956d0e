import { largeLineage, lineage } from '../testing/lineages';
import { drawable } from './graph';
import { layersOf } from './layers';
import { BOX_HEIGHT, BOX_WIDTH, Layout, layoutOf } from './layout';
import { spread } from './ordering';

/** Keys by layer, from top to bottom. */
function columns({ boxes }: Layout): string[] {
  const found: string[] = [];
  boxes.forEach(({ layer }, key) => (found[layer] = (found[layer] ?? '') + key));
  return found;
}

describe('layersOf', () => {
  it('puts a node behind the longest path to it', () => {
    expect(
      layersOf(4, [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3]
      ])
    ).toEqual([0, 1, 2, 3]);
  });

  it('puts a node without sources directly before its results', () => {
    expect(
      layersOf(4, [
        [0, 1],
        [1, 2],
        [3, 2]
      ])
    ).toEqual([0, 1, 2, 1]);
  });

  it('ends with a cycle', () => {
    const layers = layersOf(3, [
      [0, 1],
      [1, 2],
      [2, 0]
    ]);
    expect(layers).toEqual([0, 1, 2]);
    expect(layersOf(1, [[0, 0]])).toEqual([0]);
  });
});

describe('spread', () => {
  it('keeps order and distances, as near to the wanted positions as possible', () => {
    expect(spread([0, 100], [0, 10])).toEqual([0, 100]);
    expect(spread([50, 50, 50], [0, 10, 10])).toEqual([40, 50, 60]);
    expect(spread([10, 0], [0, 10])).toEqual([0, 10]);
    expect(spread([], [])).toEqual([]);
  });
});

describe('layoutOf', () => {
  it('has sources left of their results', () => {
    const layout = layoutOf(lineage('ab', 'bc', 'ac'));
    expect(columns(layout)).toEqual(['a', 'b', 'c']);
    layout.arrows.forEach(({ source, result }) =>
      expect(layout.boxes.get(source)!.x).toBeLessThan(layout.boxes.get(result)!.x)
    );
  });

  it('orders layers so that arrows do not cross', () => {
    // Of a, p, q the results are listed in another order than their sources.
    const [, second, third] = columns(layoutOf(lineage('sa', 'sp', 'sq', 'qx', 'py', 'az')));
    expect([...second].map(each => ({ q: 'x', p: 'y', a: 'z' })[each]).join('')).toBe(third);
  });

  it('keeps boxes apart and inside of the picture', () => {
    const layout = layoutOf(largeLineage(300));
    const boxes = [...layout.boxes.values()];
    boxes.forEach((one, index) => {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.x + BOX_WIDTH).toBeLessThanOrEqual(layout.width);
      expect(one.y + BOX_HEIGHT).toBeLessThanOrEqual(layout.height);
      const next = boxes[index + 1];
      if (next?.layer === one.layer) {
        expect(next.y - one.y).toBeGreaterThan(BOX_HEIGHT - 0.001);
      }
    });
  });

  it('leads long arrows past the boxes between their ends', () => {
    const layout = layoutOf(lineage('ab', 'bc', 'ac'));
    const long = layout.arrows.find(each => each.source === 'a' && each.result === 'c')!;
    const { y } = layout.boxes.get('b')!;
    // Where it crosses the column of b, after the first curve, it is above or below its box.
    const passes = Number(/^M[^C]*C[^L]* [\d.]+,([\d.]+)L/.exec(long.path)![1]);
    expect(passes < y || passes > y + BOX_HEIGHT).toBe(true);
  });

  it('draws a single node', () => {
    const single = { ...lineage('ab'), edges: [], nodes: lineage('ab').nodes.slice(0, 1) };
    expect(layoutOf(single).boxes.size).toBe(1);
  });
});

describe('drawable', () => {
  it('is the same graph if it is small', () => {
    const graph = lineage('ab', 'bc');
    expect(drawable(graph)).toBe(graph);
  });

  it('has the nodes that are nearest to the start', () => {
    const { nodes, edges, isComplete } = drawable(lineage('bc', 'ab', 'cd', 'xa'), 3);
    expect(nodes.map(each => each.key)).toEqual(['b', 'c', 'a']);
    expect(edges).toEqual([
      { source: 'b', result: 'c' },
      { source: 'a', result: 'b' }
    ]);
    expect(isComplete).toBe(false);
  });
});
