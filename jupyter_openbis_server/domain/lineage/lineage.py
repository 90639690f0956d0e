"""Graphs of parents and children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import EntityRef


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
