"""Versions of a published notebook: the data sets that have the same history id."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.notebooks.publications.publication import HISTORY_ID
from jupyter_openbis_server.domain.search.conditions import Operator
from jupyter_openbis_server.domain.search.criteria import PropertyCriterion
from jupyter_openbis_server.domain.search.ports import Searches
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.shared.page import PageRequest

MAX_VERSIONS = 100
"""Versions that are listed, the newest ones; the number of all is known."""


@dataclass(frozen=True)
class Versions:
    """The versions of a published notebook that are data sets and visible to the user.

    Publications in the files of samples and experiments are not among them: openBIS does not search in files.

    Attributes:
        rows: The newest first; at most `MAX_VERSIONS`.
        total: The number of all.
        url: Address of the openBIS server, for links.
    """

    rows: tuple[DataSet, ...]
    total: int
    url: str


def versions_query(history_id: str) -> SearchQuery:
    """Return the search for the data sets of a history id."""
    same = PropertyCriterion(HISTORY_ID, "VARCHAR", Operator.EQUAL, history_id)
    return SearchQuery(EntityKind.DATA_SET, properties=(same,))


@dataclass(frozen=True)
class ListVersions:
    """List the versions of a published notebook by one request to openBIS."""

    session_manager: SessionManager
    searches: Searches

    def __call__(self, name: str, history_id: str) -> Versions:
        """Return the versions; none if no data set has this history id, or the user may see none.

        Args:
            name: The connection.
            history_id: Identifies all versions of the notebook; also in its metadata (`openbisHistoryId`).

        Raises:
            InvalidSearch: the history id is blank.
            UnknownConnection, NotLoggedIn, InstanceUnreachable.
        """
        if not history_id.strip():
            raise InvalidSearch("historyId", "is missing: publish the notebook first")
        return self.session_manager.use(name, self._versions, history_id.strip())

    def _versions(self, session: Session, history_id: str) -> Versions:
        found = self.searches.search(session, versions_query(history_id), PageRequest(0, MAX_VERSIONS))
        return Versions(found.data_sets, found.total, session.instance.url)
