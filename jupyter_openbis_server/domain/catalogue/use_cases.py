"""Use cases that search, show details and list data set types."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.contents import Listing, SearchResults
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.catalogue.search import SearchQuery, SearchRequest
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.data_set_type import DataSetType
from jupyter_openbis_server.domain.properties.ports import DataSetTypes
from jupyter_openbis_server.domain.shared.page import PageRequest


@dataclass(frozen=True)
class Search:
    """Find data sets, samples, experiments or projects, by one request to openBIS."""

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSets

    def __call__(
        self, name: str, wanted: SearchRequest, page: PageRequest, *, with_counts: bool = False
    ) -> SearchResults:
        """Return one page of the matches, newest first.

        Args:
            name: The connection.
            wanted: The request of the user.
            page: The rows to return.
            with_counts: Also count the matches of the other kinds, in the same request.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidSearch: with a message for the user.
        """
        return self.session_manager.use(name, self._search, wanted.query(), page, with_counts=with_counts)

    def _search(self, session: Session, query: SearchQuery, page: PageRequest, *, with_counts: bool) -> SearchResults:
        others = query.for_other_kinds() if with_counts else ()
        source = self.data_sets if query.kind is EntityKind.DATA_SET else self.entities
        found = source.search(session, query, page, others)
        rows = Listing.of(found)
        counted = {each.kind: count for each, count in zip(others, found.counts, strict=True)}
        counts = {query.kind: found.total, **counted} if with_counts else None
        return SearchResults(rows.entities, rows.data_sets, page, rows.total, counts)


@dataclass(frozen=True)
class ShowDetails:
    """Return the details of a space, project, experiment, sample or data set, by one request to openBIS."""

    session_manager: SessionManager
    entities: Entities

    def __call__(self, name: str, place: EntityRef) -> Details:
        """Return the details, with the address of the page in the ELN.

        Raises:
            UnknownConnection, NotLoggedIn, EntityNotFound, DataSetNotFound: with a message for the user.
        """
        return self.session_manager.use(name, self._details, place)

    def _details(self, session: Session, place: EntityRef) -> Details:
        found = self.entities.details(session, place)
        link = eln_url(session.instance.url, found.kind, found.perm_id, found.identifier or "")
        return replace(found, eln_url=link)


@dataclass(frozen=True)
class ListDataSetTypes:
    """List all data set types with their property assignments and vocabulary terms."""

    session_manager: SessionManager
    types: DataSetTypes

    def __call__(self, name: str, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """Return the types sorted by code; `fresh` bypasses the cache. Raises UnknownConnection, NotLoggedIn."""
        return self.session_manager.use(name, self.types.all, fresh=fresh)
