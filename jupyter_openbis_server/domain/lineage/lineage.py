"""Graphs of parents and children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import EntityRef

NOTEBOOK = "notebook"
"""Kind of a node that is a notebook."""


class Direction(Flag):
    """What is followed from a node."""

    SOURCES = auto()
    RESULTS = auto()
    BOTH = SOURCES | RESULTS


@dataclass(frozen=True)
class LineageLevel:
    """Some entities and their direct relatives.

    Attributes:
        entities: The entities, by permId.
        parents: PermIds of the parents, for entities whose parents were requested.
        children: PermIds of the children, for entities whose children were requested.
    """

    entities: Mapping[str, RelatedEntity] = field(default_factory=dict)
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Lineage:
    """The ancestors and descendants of a sample or data set.

    Attributes:
        start: The sample or data set.
        nodes: All samples or data sets by permId, `start` first, nearer ones before farther ones. Name and type are
            None for one that is not visible.
        edges: Pairs of permIds, parent and child; both are nodes.
        is_complete: Whether all ancestors and descendants within the depth are nodes; False if there are too many.
    """

    start: EntityRef
    nodes: Mapping[str, RelatedEntity]
    edges: tuple[tuple[str, str], ...]
    is_complete: bool = True


@dataclass(frozen=True)
class GraphNode:
    """A node of a lineage of several kinds.

    Attributes:
        kind: `data set`, `sample`, or `NOTEBOOK`.
        key: Its permId; of a notebook, its file name.
        name: Display name; empty if it is unknown.
        type_code: Empty if it is unknown.
    """

    kind: str
    key: str
    name: str = ""
    type_code: str = ""

    @classmethod
    def of(cls, entity: RelatedEntity) -> GraphNode:
        """Return the node of a sample or data set."""
        return cls(entity.kind.word, entity.perm_id, entity.name or "", entity.type_code or "")

    @property
    def label(self) -> tuple[str, ...]:
        """Its texts, the most important one first."""
        return tuple(dict.fromkeys(filter(None, (self.name, self.type_code, self.key))))


@dataclass(frozen=True)
class LineageGraph:
    """Sources and results of a notebook, sample or data set.

    Attributes:
        start: Key of the node that it is about.
        nodes: All nodes by key, `start` first.
        edges: Pairs of keys, source and result; both are nodes.
        is_complete: See `Lineage`.
    """

    start: str
    nodes: Mapping[str, GraphNode]
    edges: tuple[tuple[str, str], ...]
    is_complete: bool = True

    @classmethod
    def of(cls, lineage: Lineage) -> LineageGraph:
        """Return the graph of a lineage of one kind."""
        nodes = {key: GraphNode.of(each) for key, each in lineage.nodes.items()}
        return cls(lineage.start.perm_id, nodes, lineage.edges, lineage.is_complete)
