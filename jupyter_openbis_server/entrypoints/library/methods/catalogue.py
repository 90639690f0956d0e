"""The part of a connection that finds and lists entities."""

from __future__ import annotations

from typing import TypeVar

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.use_cases import ALL_KINDS
from jupyter_openbis_server.domain.lineage.trace_lineage import DEFAULT_MAX_NODES
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.entities.arguments import reference_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.entities import (
    AnyEntity,
    Collection,
    DataSet,
    Object,
    Project,
    Space,
    contents_of,
    data_sets_in,
    entity_of,
)
from jupyter_openbis_server.entrypoints.library.entities.lineage import Lineage
from jupyter_openbis_server.entrypoints.library.entities.listing import Listing
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods

E = TypeVar("E", bound=EntityObject)


class CatalogueMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def get(self, reference: str) -> AnyEntity:
        """Return the data set, object, collection, project or space that a text names.

        Args:
            reference: A permId, identifier (`/SPACE/PROJECT/CODE` or a part of it), link of the ELN, or code. Data sets
                are searched first, then objects, collections, projects and spaces; the first match counts.

        Raises:
            InvalidReference: the text is none of these.
            EntityNotFound, DataSetNotFound: nothing of that name exists, or is visible; or several have the code.
        """
        return entity_of(
            self._source, self._use_cases.catalogue.find_details(self.name, reference_of(reference), ALL_KINDS)
        )

    def data_set(self, reference: str) -> DataSet:
        """Return a data set by its permId or a link of the ELN. Raises the errors of `get`."""
        return self._one(reference, DataSet)

    def object(self, reference: str) -> Object:
        """Return an object (sample) by permId, identifier, link of the ELN or code. Raises the errors of `get`."""
        return self._one(reference, Object)

    def collection(self, reference: str) -> Collection:
        """Return a collection (experiment) by permId, identifier, link or code. Raises the errors of `get`."""
        return self._one(reference, Collection)

    def project(self, reference: str) -> Project:
        """Return a project by permId, identifier, link of the ELN or code. Raises the errors of `get`."""
        return self._one(reference, Project)

    def space(self, code: str) -> Space:
        """Return a space by its code. Raises the errors of `get`."""
        return self._one(f"/{code.strip('/')}" if "://" not in code else code, Space)

    def datasets(self, entity: str | EntityObject) -> Listing[DataSet]:
        """Return the data sets of an object, collection, project or space, newest first; pages are requested as needed.

        Each is returned once. Data sets that exist all the time are never missed; those that are deleted or registered
        meanwhile may be returned or not.

        Args:
            entity: The entity; or its identifier (`/SPACE`, `/SPACE/PROJECT`, `/SPACE/PROJECT/CODE`), permId, or code.
        """
        self._check_open()
        return data_sets_in(self._source, reference_of(entity))

    def contents(self, place: str | EntityObject = "/") -> Listing[AnyEntity]:
        """Return the direct content of a space, project, collection or object; without `place`, the spaces.

        Entities come first, by identifier, then the data sets of a collection or object, newest first.
        """
        self._check_open()
        return contents_of(self._source, reference_of(place))

    def types(self) -> tuple[EntityType, ...]:
        """Return the data set types with their properties."""
        return self._use_cases.catalogue.list_types(self.name)

    def lineage(
        self,
        entity: str | DataSet | Object,
        depth: int | None = None,
        *,
        max_nodes: int = DEFAULT_MAX_NODES,
        cancellation: Cancellation | None = None,
    ) -> Lineage:
        """Return the ancestors and descendants of a data set or object as a graph, by one request for each step.

        Args:
            entity: The data set or object, or what `get` takes.
            depth: Maximum number of steps from it; None for all.
            max_nodes: Maximum number of nodes, at most 10,000; the nearest ones are returned (`is_complete`).
            cancellation: Cancels it from another thread.

        Raises:
            InvalidLineage: the entity has no parents or children, or a limit is invalid.
        """
        start = entity if isinstance(entity, EntityObject) else self.get(entity)
        trace = self._use_cases.catalogue.trace_lineage
        return Lineage.of(self._source, trace(self.name, start.ref, depth, max_nodes, cancellation))

    def _one(self, reference: str, kind: type[E]) -> E:
        kinds: tuple[EntityKind, ...] = (kind.entity_kind,)
        return kind(self._source, self._use_cases.catalogue.find_details(self.name, reference_of(reference), kinds))
