"""Lineages as texts and pictures, with hostile names."""

import itertools
import re
from xml.etree import ElementTree as ET

import pytest

from jupyter_openbis_server.domain.lineage.lineage import GraphNode, LineageGraph
from jupyter_openbis_server.entrypoints.graphs.formats import FORMATS, dot, mermaid, text
from jupyter_openbis_server.entrypoints.graphs.svg import svg

HOSTILE = "a\"]; b[\"<script>alert('1')</script> \\ & \x1b[2J \n c"
SVG = "{http://www.w3.org/2000/svg}"


def graph(*edges: str, names: dict[str, str] | None = None, is_complete: bool = True) -> LineageGraph:
    """Return a graph of edges such as `ab`; the first node is the start."""
    keys = dict.fromkeys("".join(edges) or "a")
    nodes = {key: GraphNode("data set", key, (names or {}).get(key, ""), "RAW_DATA") for key in keys}
    return LineageGraph(next(iter(keys)), nodes, tuple((each[0], each[1]) for each in edges), is_complete)


def test_a_list_has_sources_and_results_each_once() -> None:
    found = text(graph("ab", "xa", "yx", "ya", "bc", "ac", names={"a": "start"}))
    assert found.splitlines() == [
        "data set start  RAW_DATA  a",
        "sources:",
        "  data set RAW_DATA  x",
        "    data set RAW_DATA  y",
        "results:",
        "  data set RAW_DATA  b",
        "    data set RAW_DATA  c",
    ]
    assert "--max-nodes" in text(graph("ab", is_complete=False))


def test_graphviz_and_mermaid_have_all_edges() -> None:
    assert "    n0 -> n1;" in dot(graph("ab"))
    assert 'n0 [label="RAW_DATA\\na", penwidth=3];' in dot(graph("ab"))
    assert mermaid(graph("ab")).splitlines() == [
        "flowchart TD",
        '    n0["RAW_DATA<br>a"]',
        '    n1["RAW_DATA<br>b"]',
        "    n0 --> n1",
        "    style n0 stroke-width:3px",
    ]


def test_hostile_names_stay_inside_their_labels() -> None:
    hostile = graph("ab", names={"a": HOSTILE})
    labels = re.findall(r'label="((?:[^"\\]|\\.)*)"', dot(hostile))
    assert len(labels) == 2
    assert dot(hostile).count("\n") == dot(graph("ab")).count("\n")
    assert mermaid(hostile).count('"') == 4
    assert "<script" not in mermaid(hostile)
    assert text(hostile).count("\n") == text(graph("ab")).count("\n")
    parsed = ET.fromstring(svg(hostile))
    assert {each.tag.removeprefix(SVG) for each in parsed.iter()} == {
        "svg", "title", "defs", "marker", "path", "rect", "g", "text",
    }  # fmt: skip


def boxes_of(found: str) -> dict[str, tuple[float, float]]:
    groups = ET.fromstring(found).findall(f"{SVG}g")
    keys = [(each.findtext(f"{SVG}title") or "").rpartition(" · ")[2] for each in groups]
    rects = [each.find(f"{SVG}rect") for each in groups]
    return {key: (float(each.get("x")), float(each.get("y"))) for key, each in zip(keys, rects, strict=True)}


def test_sources_are_above_their_results_and_no_two_boxes_overlap() -> None:
    edges = ("ab", "ac", "ad", "bd", "cd", "xd", "de", "xe")
    boxes = boxes_of(svg(graph(*edges)))
    assert all(boxes[each[0]][1] < boxes[each[1]][1] for each in edges)
    for y in {y for _, y in boxes.values()}:
        row = sorted(x for x, other in boxes.values() if other == y)
        assert all(right - left >= 220 for left, right in itertools.pairwise(row))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("edges", [(), ("aa",), ("ab", "ba"), ("ab", "bc", "ca")])
def test_single_nodes_and_cycles_are_shown(form: str, edges: tuple[str, ...]) -> None:
    assert "RAW_DATA" in FORMATS[form](graph(*edges))


@pytest.mark.parametrize("form", FORMATS)
def test_large_graphs_take_no_long_time(form: str) -> None:
    nodes = {str(number): GraphNode("data set", str(number)) for number in range(5000)}
    edges = tuple((str(number // 2), str(number)) for number in range(1, 5000))
    assert FORMATS[form](LineageGraph("0", nodes, edges))
