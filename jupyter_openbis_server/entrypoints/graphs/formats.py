"""Formats of lineages, by the names that users give."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_openbis_server.domain.lineage.lineage import LineageGraph
from jupyter_openbis_server.entrypoints.graphs.svg import svg


def mermaid(graph: LineageGraph) -> str:
    """Return the graph for Mermaid, which JupyterLab and Git servers draw in Markdown."""
    numbers = {key: f"n{number}" for number, key in enumerate(graph.nodes)}
    lines = [f'    {numbers[key]}["{"<br>".join(map(_entities, node.label))}"]' for key, node in graph.nodes.items()]
    lines += [f"    {numbers[source]} --> {numbers[result]}" for source, result in graph.edges]
    return "\n".join(("flowchart TD", *lines, f"    style {numbers[graph.start]} stroke-width:3px"))


def dot(graph: LineageGraph) -> str:
    """Return the graph for Graphviz."""
    numbers = {key: f"n{number}" for number, key in enumerate(graph.nodes)}
    lines = ["digraph lineage {", "    node [shape=box];"]
    for key, node in graph.nodes.items():
        style = ", penwidth=3" if key == graph.start else ""
        lines.append(f'    {numbers[key]} [label="{_quoted(node.label)}"{style}];')
    lines += [f"    {numbers[source]} -> {numbers[result]};" for source, result in graph.edges]
    return "\n".join((*lines, "}"))


def text(graph: LineageGraph) -> str:
    """Return the graph as an indented list: sources above, results below. A node is shown once in each direction."""
    sources: dict[str, list[str]] = {}
    results: dict[str, list[str]] = {}
    for source, result in graph.edges:
        sources.setdefault(result, []).append(source)
        results.setdefault(source, []).append(result)
    lines = [_line(graph, graph.start, 0), "sources:", *_below(graph, sources), "results:", *_below(graph, results)]
    return "\n".join((*lines, *(() if graph.is_complete else ("not complete: raise --max-nodes",))))


FORMATS: dict[str, Callable[[LineageGraph], str]] = {"text": text, "dot": dot, "mermaid": mermaid, "svg": svg}


def _below(graph: LineageGraph, relatives: dict[str, list[str]]) -> Iterator[str]:
    """Yield a line for each node that can be reached, deeper ones indented."""
    seen = {graph.start}
    waiting = [(key, 1) for key in reversed(relatives.get(graph.start, []))]
    while waiting:
        key, depth = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        yield _line(graph, key, depth)
        waiting += [(each, depth + 1) for each in reversed(relatives.get(key, []))]


def _line(graph: LineageGraph, key: str, depth: int) -> str:
    node = graph.nodes[key]
    return f"{'  ' * depth}{node.kind} {'  '.join(_one_line(each) for each in node.label)}"


def _one_line(text_: str) -> str:
    return " ".join(text_.split())


def _entities(text_: str) -> str:
    """Return a text for a label of Mermaid, which reads HTML entities: no text can end the label or add elements."""
    kept = "".join(each if each.isprintable() else " " for each in text_)
    return "".join(each if each.isalnum() or each in " .,-_/()" else f"#{ord(each)};" for each in kept)


def _quoted(lines: tuple[str, ...]) -> str:
    """Return lines for a quoted label of Graphviz, in which a backslash begins an escape."""
    kept = ("".join(each if each.isprintable() else " " for each in line) for line in lines)
    return "\\n".join(each.replace("\\", "\\\\").replace('"', '\\"') for each in kept)
