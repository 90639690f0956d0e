"""Use cases that list the contents of entities."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.container_data_sets import data_sets_with_files
from jupyter_openbis_server.domain.catalogue.contents import Contents, Listing
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.entity import EVERY_KIND, KINDS_INSIDE, Entity, EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import KindNotAllowedHere
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest


@dataclass(frozen=True)
class Browse:
    """List the direct children of an entity or of the instance, one kind at a time, by one request to openBIS."""

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, kind: EntityKind, place: EntityRef | None, page: PageRequest) -> Listing:
        """Return one page: entities sorted by identifier, or data sets, newest first.

        Args:
            name: The connection.
            kind: The kind to list.
            place: The entity; None is the whole instance. Returns an empty page if the entity does not exist.
            page: The rows to return.

        Raises:
            UnknownConnection, NotLoggedIn, KindNotAllowedHere: with a message for the user.
        """
        possible = KINDS_INSIDE[place.kind if place else None]
        if kind not in possible:
            where = f"a {place.kind.word}" if place else "the instance itself"
            raise KindNotAllowedHere(kind.word, where, [each.word for each in possible])
        return self.session_manager.use(name, self._list, kind, place, page)

    def _list(self, session: Session, kind: EntityKind, place: EntityRef | None, page: PageRequest) -> Listing:
        if place and kind is EntityKind.DATA_SET:
            return Listing.of(self.data_sets.inside(session, place, page))
        return Listing.of(self.entities.inside(session, place, kind, page))


@dataclass(frozen=True)
class ListContents:
    """List the direct children of a space, project, experiment or sample, or the spaces of the instance."""

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, place: str, page: PageRequest) -> Contents:
        """Return one page of the contents.

        Args:
            name: The connection.
            place: Identifier, permId, code or link of the entity; `/` or an empty text is the whole instance.
            page: The rows to return. The entities come first, grouped by kind, then the data sets.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound: with a message for the user.
        """
        reference = EntityReference.parse(place) if place.strip().strip("/") else None
        return self.session_manager.use(name, self._contents, reference, page)

    def _contents(self, session: Session, reference: EntityReference | None, page: PageRequest) -> Contents:
        place = self.entities.find(session, reference, EVERY_KIND) if reference else None
        rows = _Rows(page)
        for kind in KINDS_INSIDE[place.kind if place else None]:
            if place and kind is EntityKind.DATA_SET:
                rows.add(Listing.of(self.data_sets.of_entity(session, place, rows.wanted())))
            else:
                rows.add(Listing.of(self.entities.inside(session, place, kind, rows.wanted())))
        return Contents(tuple(rows.entities), tuple(rows.data_sets), page, rows.total, place, in_afs=rows.in_afs)


@dataclass
class _Rows:
    """The rows of one page that is assembled from several listings in sequence."""

    page: PageRequest
    entities: list[Entity] = field(default_factory=list)
    data_sets: list[DataSet] = field(default_factory=list)
    total: int = 0
    in_afs: int = 0

    def wanted(self) -> PageRequest:
        """Return the range of rows of the next listing that belong to the page."""
        return PageRequest(self.page.start - self.total, self.page.count - len(self.entities) - len(self.data_sets))

    def add(self, found: Listing) -> None:
        """Append the rows of the next listing and add its counts."""
        self.entities += found.entities
        self.data_sets += found.data_sets
        self.total += found.total
        self.in_afs += found.in_afs


@dataclass(frozen=True)
class ListDataSets:
    """List the data sets of a sample, experiment, project or space, or of the instance, page by page."""

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, entity: str | None, page: PageRequest) -> DataSetPage:
        """Return one page.

        Args:
            name: The connection.
            entity: Identifier, permId, code or link of the sample, experiment, project or space; None for all.
            page: The rows to return.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound: with a message for the user.
        """
        reference = None if entity is None else EntityReference.parse(entity)
        return self.session_manager.use(name, self._list, reference, page)

    def _list(self, session: Session, reference: EntityReference | None, page: PageRequest) -> DataSetPage:
        if reference is None:
            return self.data_sets.all(session, page)
        return self.data_sets.of_entity(session, self.entities.find(session, reference, EVERY_KIND), page)


@dataclass(frozen=True)
class ListComponents:
    """List the data sets with files in a container, at any depth."""

    session_manager: SessionManager
    data_sets: DataSets

    def __call__(self, name: str, perm_id: str) -> tuple[str, ...]:
        """Return their permIds; for a data set that is not a container, its own permId.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, ConnectionFailed.
        """
        return self.session_manager.use(name, self._components, perm_id)

    def _components(self, session: Session, perm_id: str) -> tuple[str, ...]:
        found = data_sets_with_files(self.data_sets, session, (perm_id,))
        return tuple(data_set.perm_id for data_set, _ in found)
