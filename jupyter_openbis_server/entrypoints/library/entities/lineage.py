"""Lineages for users of the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.domain.errors import MissingPackage
from jupyter_openbis_server.domain.lineage import lineage as traced
from jupyter_openbis_server.entrypoints.graphs.formats import dot, mermaid
from jupyter_openbis_server.entrypoints.graphs.svg import svg
from jupyter_openbis_server.entrypoints.library.entities.entities import DataSet, Object, entity_of
from jupyter_openbis_server.entrypoints.library.entities.frames import frame_of
from jupyter_openbis_server.entrypoints.library.entities.shown import MAX_ROWS, html_table
from jupyter_openbis_server.entrypoints.library.entities.source import Source

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Lineage:
    """The ancestors and descendants of a data set or object.

    Attributes:
        start: The data set or object.
        nodes: All data sets or objects by permId, `start` first, nearer ones before farther ones.
        is_complete: Whether all within the depth are nodes; False if there were more than `max_nodes`.
    """

    start: DataSet | Object
    nodes: Mapping[str, DataSet | Object]
    _edges: tuple[tuple[str, str], ...]
    is_complete: bool = True

    @classmethod
    def of(cls, source: Source, found: traced.Lineage) -> Lineage:
        """Return a traced lineage with entity objects as nodes."""
        nodes = {key: entity_of(source, each) for key, each in found.nodes.items()}
        known = {key: each for key, each in nodes.items() if isinstance(each, (DataSet, Object))}
        return cls(known[found.start.perm_id], known, found.edges, found.is_complete)

    def edges(self) -> list[tuple[str, str]]:
        """Return pairs of permIds, parent and child: `networkx.DiGraph(lineage.edges())`."""
        return list(self._edges)

    def to_networkx(self) -> Any:  # noqa: ANN401 - networkx is optional
        """Return a `networkx.DiGraph`: nodes are permIds with the attributes `name`, if there is one, and `type`.

        Raises:
            MissingPackage: networkx is not installed.
        """
        try:
            import networkx as nx  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 - optional
        except ImportError:
            raise MissingPackage("networkx", "to_networkx()") from None
        graph = nx.DiGraph()
        for key, node in self.nodes.items():
            attributes = {"name": node.known_name, "type": node.known_type}
            graph.add_node(key, **{name: text for name, text in attributes.items() if text})  # GraphML has no None
        graph.add_edges_from(self._edges)
        return graph

    def to_frame(self) -> pd.DataFrame:
        """Return the edges as a data frame. Raises MissingPackage: pandas is not installed."""
        return frame_of(self._rows(), ["parent", "parent.name", "child", "child.name"])

    def to_mermaid(self) -> str:
        """Return the graph as text for Mermaid, which Jupyter and Git servers draw in Markdown."""
        return mermaid(self._graph())

    def to_dot(self) -> str:
        """Return the graph as text for Graphviz."""
        return dot(self._graph())

    def to_svg(self) -> str:
        """Return the graph as a picture, an SVG document; for large graphs use `to_dot`."""
        return svg(self._graph())

    def _graph(self) -> traced.LineageGraph:
        nodes = {
            key: traced.GraphNode("", key, node.known_name or "", node.known_type or "")
            for key, node in self.nodes.items()
        }
        return traced.LineageGraph(self.start.perm_id, nodes, self._edges, self.is_complete)

    def _rows(self) -> list[dict[str, str | None]]:
        return [
            {
                "parent": parent,
                "parent.name": self.nodes[parent].known_name,
                "child": child,
                "child.name": self.nodes[child].known_name,
            }
            for parent, child in self._edges
        ]

    def __len__(self) -> int:
        return len(self.nodes)

    def __repr__(self) -> str:
        more = "" if self.is_complete else ", not complete"
        return f"<Lineage of {self.start.perm_id}: {len(self.nodes)} nodes, {len(self._edges)} edges{more}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the graph for notebooks: JupyterLab from 4.1 on draws it, others show the table."""
        del include, exclude
        return {"text/vnd.mermaid": self.to_mermaid(), "text/html": self._repr_html_(), "text/plain": repr(self)}

    def _repr_html_(self) -> str:
        rows = [list(each.values()) for each in self._rows()[:MAX_ROWS]]
        more = len(self._edges) - len(rows)
        notes = [f"and {more} more edges"] if more else []
        notes += [] if self.is_complete else ["not complete: raise max_nodes"]
        return html_table(["parent", "name", "child", "name"], rows, "; ".join(notes))
