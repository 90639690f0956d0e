"""Use case that follows parents and children."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, not_found
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidLineage
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.lineage.lineage import Direction, Lineage, LineageLevel
from jupyter_openbis_server.domain.lineage.ports import Relations
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

DEFAULT_MAX_NODES = 1_000
MAX_NODES = 10_000


@dataclass(frozen=True)
class TraceLineage:
    """Follow the parents of a sample or data set to its ancestors, and its children to its descendants."""

    session_manager: SessionManager
    relations: Relations

    def __call__(
        self,
        name: str,
        start: EntityRef,
        depth: int | None = None,
        max_nodes: int = DEFAULT_MAX_NODES,
        cancellation: Cancellation | None = None,
        direction: Direction = Direction.BOTH,
    ) -> Lineage:
        """Return the lineage. Each level is one request; the farthest one takes one more, for its names.

        Other descendants of an ancestor, and other ancestors of a descendant, are not followed.

        Args:
            name: The connection.
            start: The sample or data set.
            depth: Maximum number of steps from `start`; None for no limit.
            max_nodes: Maximum number of nodes, at most `MAX_NODES`; the nearest ones are returned.
            cancellation: Cancels the request from another thread.
            direction: SOURCES for the ancestors only, RESULTS for the descendants only.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidLineage: `start` is of another kind, or a limit is invalid.
            EntityNotFound, DataSetNotFound: `start` does not exist, or is not visible.
        """
        if start.kind not in (EntityKind.SAMPLE, EntityKind.DATA_SET):
            raise InvalidLineage(f"No {start.kind.word} has parents and children; only objects and data sets do")
        if depth is not None and depth < 0:
            raise InvalidLineage("The depth is the number of steps from the start: at least 0, or None for all")
        if not 1 <= max_nodes <= MAX_NODES:
            raise InvalidLineage(f"The number of nodes must be between 1 and {MAX_NODES}")
        with (cancellation or Cancellation()).as_current():
            return self.session_manager.use(name, self._trace, start, direction, depth, max_nodes)

    def _trace(
        self, session: Session, start: EntityRef, direction: Direction, depth: int | None, max_nodes: int
    ) -> Lineage:
        graph, steps = _Graph(start, direction, max_nodes), 0
        while graph.has_unknown:
            Cancellation.current().check()
            follows = depth is None or steps < depth
            level = self.relations.level(session, start.kind, *graph.next_level())
            if steps == 0 and start.perm_id not in level.entities:
                raise not_found(start)
            graph.add(level, follows=follows)
            steps += 1
        return graph.lineage()


@dataclass
class _Graph:
    """A lineage while it is traced."""

    start: EntityRef
    direction: Direction
    max_nodes: int
    _nodes: dict[str, RelatedEntity] = field(default_factory=dict)
    _edges: dict[tuple[str, str], None] = field(default_factory=dict)
    _up: dict[str, None] = field(default_factory=dict)
    _down: dict[str, None] = field(default_factory=dict)
    _followed_up: set[str] = field(default_factory=set)
    _followed_down: set[str] = field(default_factory=set)
    _is_complete: bool = True

    def __post_init__(self) -> None:
        perm_id = self.start.perm_id
        self._nodes[perm_id] = RelatedEntity(self.start.kind, perm_id)
        if Direction.SOURCES in self.direction:
            self._up[perm_id] = None
        if Direction.RESULTS in self.direction:
            self._down[perm_id] = None

    @property
    def has_unknown(self) -> bool:
        """Whether there are nodes whose relatives or names are still to be requested."""
        return bool(self._up or self._down)

    def next_level(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the permIds whose parents, and whose children, come next."""
        return tuple(self._up), tuple(self._down)

    def add(self, level: LineageLevel, *, follows: bool) -> None:
        """Add the names of nodes, and their relatives if these are to be followed."""
        self._followed_up.update(self._up)
        self._followed_down.update(self._down)
        self._up, self._down = {}, {}
        self._nodes.update(level.entities)
        if not follows:
            return
        for child, parents in level.parents.items():
            for parent in self._known(parents):
                self._edges[parent, child] = None
                if parent not in self._followed_up:
                    self._up[parent] = None
        for parent, children in level.children.items():
            for child in self._known(children):
                self._edges[parent, child] = None
                if child not in self._followed_down:
                    self._down[child] = None

    def lineage(self) -> Lineage:
        """Return the result."""
        return Lineage(self.start, self._nodes, tuple(self._edges), self._is_complete)

    def _known(self, perm_ids: Iterable[str]) -> Iterable[str]:
        """Yield those that are nodes; new ones become nodes while there is room."""
        for perm_id in perm_ids:
            if perm_id not in self._nodes:
                if len(self._nodes) >= self.max_nodes:
                    self._is_complete = False
                    continue
                self._nodes[perm_id] = RelatedEntity(self.start.kind, perm_id)
            yield perm_id
