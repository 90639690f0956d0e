"""Use case that follows a notebook to its sources and results."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import NotANotebook, NotFound
from jupyter_openbis_server.domain.lineage.lineage import NOTEBOOK, Direction, GraphNode, LineageGraph
from jupyter_openbis_server.domain.lineage.trace_lineage import DEFAULT_MAX_NODES, TraceLineage
from jupyter_openbis_server.domain.research_objects.inputs import FindInputs, InputsRequest
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_content import notebook_in
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_facts import facts_of
from jupyter_openbis_server.domain.research_objects.ports import ParseNotebook
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.shown_path import shown_path

MAX_FOLLOWED = 50
"""Data sets of a notebook whose lineage is requested."""


@dataclass(frozen=True)
class TraceNotebookLineage:
    """Show what a notebook has used, with all ancestors, and what it has registered, with all descendants.

    These are the data sets in its metadata, and the downloads near it that its code names.
    """

    find_inputs: FindInputs
    parse: ParseNotebook
    trace: TraceLineage
    connections: Connections

    def __call__(
        self,
        name: str,
        notebook: str,
        depth: int | None = None,
        max_nodes: int = DEFAULT_MAX_NODES,
        cancellation: Cancellation | None = None,
    ) -> LineageGraph:
        """Return the graph; its start is the file name of the notebook.

        Args:
            name: The connection. Data sets in another openBIS are nodes that are not followed.
            notebook: Path of the notebook, relative to Jupyter's root folder.
            depth: Maximum number of steps from the data sets of the notebook; None for no limit.
            max_nodes: Maximum number of nodes in the lineage of each of them.
            cancellation: Cancels the requests from another thread.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidLineage.
            SourceNotReadable, NotANotebook, NotebookTooLarge: the notebook cannot be read.
        """
        cancellation = cancellation or Cancellation()
        url = self.connections.get(name).instance.url
        workspace = self.find_inputs.workspace
        source, *others = workspace.sources(notebook)
        if others:
            raise NotANotebook(shown_path(workspace.root, notebook), "it is a folder")
        facts = facts_of(notebook_in(source, self.parse))
        near = posixpath.dirname(posixpath.join(workspace.root, notebook))
        inputs = self.find_inputs(facts, InputsRequest(near, url=url, reads_files=False)).data_sets
        graph = _Graph(posixpath.basename(notebook))
        for each in inputs:
            graph.add_used(GraphNode(each.kind.word, each.perm_id, type_code=each.type_code))
        for perm_id in facts.produced:
            graph.add_produced(GraphNode(EntityKind.DATA_SET.word, perm_id))
        here = [EntityRef(each.kind, each.perm_id) for each in inputs if each.url.rstrip("/") == url.rstrip("/")]
        made = [EntityRef(EntityKind.DATA_SET, each) for each in facts.produced]
        starts = _first([*((each, Direction.SOURCES) for each in here), *((each, Direction.RESULTS) for each in made)])
        graph.is_complete = len(starts) == len({*here, *made})
        for start, direction in starts.items():
            self._follow(graph, name, start, direction, depth, max_nodes, cancellation)
        return graph.lineage()

    def _follow(
        self,
        graph: _Graph,
        name: str,
        start: EntityRef,
        direction: Direction,
        depth: int | None,
        max_nodes: int,
        cancellation: Cancellation,
    ) -> None:
        try:
            found = LineageGraph.of(self.trace(name, start, depth, max_nodes, cancellation, direction))
        except NotFound:  # it was deleted, or is not visible
            return
        graph.add(found)


class _Graph:
    """A graph while it is traced."""

    def __init__(self, notebook: str) -> None:
        self._start = notebook
        self._nodes = {notebook: GraphNode(NOTEBOOK, notebook, notebook)}
        self._edges: dict[tuple[str, str], None] = {}
        self.is_complete = True

    def add_used(self, node: GraphNode) -> None:
        self._nodes[node.key] = node
        self._edges[node.key, self._start] = None

    def add_produced(self, node: GraphNode) -> None:
        self._nodes[node.key] = node
        self._edges[self._start, node.key] = None

    def add(self, found: LineageGraph) -> None:
        self._nodes.update(found.nodes)
        self._edges.update(dict.fromkeys(found.edges))
        self.is_complete &= found.is_complete

    def lineage(self) -> LineageGraph:
        return LineageGraph(self._start, self._nodes, tuple(self._edges), self.is_complete)


def _first(starts: Iterable[tuple[EntityRef, Direction]]) -> dict[EntityRef, Direction]:
    """Return the first data sets, and what is followed from each: both directions if it was used and produced."""
    found: dict[EntityRef, Direction] = {}
    for start, direction in starts:
        if start in found or len(found) < MAX_FOLLOWED:
            found[start] = found.get(start, direction) | direction
    return found
