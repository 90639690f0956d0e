"""Use cases that list a folder, and find an entry of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.catalogue.browsing import Browse
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import KINDS_INSIDE, Entity, EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSetLookup, Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.hierarchy.folder import FolderContents
from jupyter_openbis_server.domain.hierarchy.names import EntryName
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows

_ROWS = 500
"""Rows of a request."""
_NAME = "$NAME"


@dataclass(frozen=True)
class ListFolderContents:
    """List all that is directly in an entity or in the instance, by one request for each 500 rows of a kind."""

    browse: Browse

    def __call__(self, connection: str, place: EntityRef | None) -> FolderContents:
        """Return the content; empty if the entity does not exist. Of the properties of data sets, only `$NAME`.

        Args:
            connection: Its name.
            place: The entity; None is the whole instance.

        Raises:
            UnknownConnection, NotLoggedIn.
        """
        rows = _AllRows(self.browse, connection, place)
        items = [row for kind in KINDS_INSIDE[place.kind if place else None] for row in rows.of(kind)]
        return FolderContents.of(items, has_files=rows.in_afs > 0)


@dataclass
class _AllRows:
    """Reads the rows of all pages.

    Attributes:
        in_afs: As in the last page of data sets.
    """

    browse: Browse
    connection: str
    place: EntityRef | None
    in_afs: int = field(default=0, init=False)
    kind: EntityKind = field(default=EntityKind.SPACE, init=False)

    def of(self, kind: EntityKind) -> Iterator[Entity | DataSet]:
        """Yield all rows of a kind."""
        self.kind = kind
        yield from all_rows(self._page, _key, _ROWS)

    def _page(self, page: PageRequest) -> tuple[Sequence[Entity | DataSet], int]:
        found = self.browse(self.connection, self.kind, self.place, page)
        self.in_afs = found.in_afs
        return (*found.entities, *map(_without_properties, found.data_sets)), found.total


def _key(row: Entity | DataSet) -> str:
    return row.perm_id


def _without_properties(data_set: DataSet) -> DataSet:
    """Return the data set with its name only: a listing of thousands is kept in memory."""
    return replace(data_set, properties={code: each for code, each in data_set.properties.items() if code == _NAME})


@dataclass(frozen=True)
class FindEntry:
    """Find an entity or data set by its name in a folder, without listing that."""

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSetLookup

    def __call__(self, connection: str, place: Entity | None, name: str) -> Entity | DataSet | None:
        """Return what has this name; None if there is nothing.

        Args:
            connection: Its name.
            place: The folder; None is the whole instance.
            name: As in `FolderContents.entries`; one with a kind may also be given where the code is enough.

        Raises:
            UnknownConnection, NotLoggedIn.
        """
        parsed = EntryName.parse(name)
        kinds = parsed.kinds_in(place.kind if place else None) if parsed else ()
        return self.session_manager.use(connection, self._find, place, kinds, parsed.code) if parsed and kinds else None

    def _find(
        self, session: Session, place: Entity | None, kinds: Sequence[EntityKind], code: str
    ) -> Entity | DataSet | None:
        for kind in kinds:
            if place and kind is EntityKind.DATA_SET:
                found: Entity | DataSet | None = self._data_set(session, place, code)
            else:
                found = self.entities.named(session, place, kind, code)
            if found:
                return found
        return None

    def _data_set(self, session: Session, place: Entity, code: str) -> DataSet | None:
        try:
            found = self.data_sets.get(session, code)
        except DataSetNotFound:
            return None
        return found if not found.is_in_afs and _owner_of(found) == place.identifier else None


def _owner_of(data_set: DataSet) -> str | None:
    """Return the identifier of its sample, else of its experiment, as in listings of direct content."""
    return data_set.sample or data_set.experiment
