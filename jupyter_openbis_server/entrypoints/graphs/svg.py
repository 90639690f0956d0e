"""Lineages as SVG pictures: nodes in layers, sources above their results.

The layers are those of the longest path, and nodes are near the middle of their sources. For large graphs, there are
Graphviz and Mermaid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from html import escape

from jupyter_openbis_server.domain.lineage.lineage import GraphNode, LineageGraph

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 220, 60, 24, 48, 16
_LETTERS = 30
_LINE = 17
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" '
    'font-family="sans-serif" font-size="12">'
)
_ARROW_HEAD = (
    '<defs><marker id="end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0,0L10,5L0,10z" fill="#555"/></marker></defs>'
)


@dataclass(frozen=True)
class _Box:
    x: float
    y: float


def svg(graph: LineageGraph) -> str:
    """Return the picture: an SVG document without scripts and references."""
    boxes = _boxes(graph)
    width = max((each.x for each in boxes.values()), default=0) + _WIDTH + _MARGIN
    height = max((each.y for each in boxes.values()), default=0) + _HEIGHT + _MARGIN
    title = f"Lineage of {_shown(graph.nodes[graph.start].label[0])}"
    return "\n".join(
        (
            _HEAD.format(f"{width:g}", f"{height:g}"),
            f"<title>{title}</title>",
            _ARROW_HEAD,
            '<rect width="100%" height="100%" fill="#fff"/>',
            *(_arrow(boxes[source], boxes[result]) for source, result in graph.edges),
            *(
                line
                for key, node in graph.nodes.items()
                for line in _node(node, boxes[key], is_start=key == graph.start)
            ),
            "</svg>",
        )
    )


def _boxes(graph: LineageGraph) -> dict[str, _Box]:
    sources: dict[str, list[str]] = {key: [] for key in graph.nodes}
    for source, result in graph.edges:
        sources[result].append(source)
    layers: defaultdict[int, list[str]] = defaultdict(list)
    depth: dict[str, int] = {}
    for key in _in_order(sources):
        depth[key] = 1 + max((depth[each] for each in sources[key] if each in depth), default=-1)
        layers[depth[key]].append(key)
    boxes: dict[str, _Box] = {}
    for number in sorted(layers):
        wanted = {key: _middle([boxes[each].x for each in sources[key] if each in boxes]) for key in layers[number]}
        next_free = float(_MARGIN)
        for key in sorted(layers[number], key=lambda each: wanted[each]):
            x = max(next_free, wanted[key])
            boxes[key] = _Box(x, _MARGIN + number * (_HEIGHT + _GAP_Y))
            next_free = x + _WIDTH + _GAP_X
    return boxes


def _in_order(sources: dict[str, list[str]]) -> list[str]:
    """Return all nodes, sources before results; in a cycle, which openBIS does not allow, as they come."""
    try:
        return list(TopologicalSorter(sources).static_order())
    except CycleError:
        return list(sources)


def _middle(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _arrow(source: _Box, result: _Box) -> str:
    x1, y1, x2, y2 = source.x + _WIDTH / 2, source.y + _HEIGHT, result.x + _WIDTH / 2, result.y
    bend = (y1 + y2) / 2
    return (
        f'<path d="M{x1:g},{y1:g}C{x1:g},{bend:g} {x2:g},{bend:g} {x2:g},{y2:g}" fill="none" stroke="#555" '
        'marker-end="url(#end)"/>'
    )


def _node(node: GraphNode, box: _Box, *, is_start: bool) -> Iterator[str]:
    fill, width = ("#fff3d6", 3) if is_start else ("#eef4fb", 1)
    yield f"<g><title>{_shown(' · '.join((node.kind, *node.label)), 500)}</title>"
    yield (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{fill}" stroke="#345" '
        f'stroke-width="{width}"/>'
    )
    for number, line in enumerate(node.label[:3]):
        weight = ' font-weight="bold"' if number == 0 else ""
        x, y = box.x + 8, box.y + 17 + number * _LINE
        yield f'<text x="{x:g}" y="{y:g}"{weight}>{_shown(line)}</text>'
    yield "</g>"


def _shown(text: str, most: int = _LETTERS) -> str:
    """Return a text as XML can have it, shortened."""
    kept = "".join(each if each.isprintable() else " " for each in text)
    return escape(kept if len(kept) <= most else f"{kept[: most - 1]}…")
