"""Use case that walks through the tree of entities and data sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.domain.catalogue.contents import Listing
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import EVERY_KIND, KINDS_INSIDE, Entity, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows


@dataclass(frozen=True)
class TreeNode:
    """An entity or data set in the tree.

    Attributes:
        row: The entity or data set.
        lasts: For the node and each node above it, outermost first: whether it is the last one in its parent.
        parent: The entity that it is in; None for what is in the instance itself.
    """

    row: Entity | DataSet
    lasts: tuple[bool, ...]
    parent: Entity | None

    @property
    def depth(self) -> int:
        """Number of steps from the root: 1 for its direct children."""
        return len(self.lasts)


@dataclass(frozen=True)
class WalkTree:
    """Walk through the tree below an entity or the instance, on demand: each entity is listed when it is reached.

    A data set that a sample owns is in the sample, not in its experiment.
    """

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSets

    def root(self, name: str, place: str) -> Entity | None:
        """Return the entity of a reference; None for the instance (`/`).

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound: with a message for the user.
        """
        if not place.strip().strip("/"):
            return None
        return self.session_manager.use(name, self.entities.find, EntityReference.parse(place), EVERY_KIND)

    def __call__(self, name: str, root: Entity | None, max_depth: int) -> Iterator[TreeNode]:
        """Yield the nodes below an entity, each before those in it.

        Args:
            name: The connection.
            root: The entity; None for the instance.
            max_depth: Depth of the deepest nodes.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed.
        """
        return self._below(name, root, (), max_depth)

    def children(self, name: str, place: Entity | None) -> tuple[Entity | DataSet, ...]:
        """Return the direct children of an entity or the instance: entities by kind and identifier, then data sets."""
        return tuple(
            row
            for kind in KINDS_INSIDE[place.kind if place else None]
            for row in all_rows(partial(self._page, name, place, kind), _perm_id, PageRequest.MAX_COUNT)
        )

    def _below(self, name: str, place: Entity | None, lasts: tuple[bool, ...], max_depth: int) -> Iterator[TreeNode]:
        if len(lasts) >= max_depth:
            return
        rows = self.children(name, place)
        for number, row in enumerate(rows, start=1):
            node = TreeNode(row, (*lasts, number == len(rows)), place)
            yield node
            if isinstance(row, Entity):
                yield from self._below(name, row, node.lasts, max_depth)

    def _page(
        self, name: str, place: Entity | None, kind: EntityKind, page: PageRequest
    ) -> tuple[Sequence[Entity | DataSet], int]:
        found = self.session_manager.use(name, self._listing, place, kind, page)
        return (*found.entities, *found.data_sets), found.total

    def _listing(self, session: Session, place: Entity | None, kind: EntityKind, page: PageRequest) -> Listing:
        if place and kind is EntityKind.DATA_SET:
            return Listing.of(self.data_sets.inside(session, place, page))
        return Listing.of(self.entities.inside(session, place, kind, page))


def _perm_id(row: Entity | DataSet) -> str:
    return row.perm_id
