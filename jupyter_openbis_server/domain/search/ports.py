"""Port of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.search.results import FoundPage
from jupyter_openbis_server.domain.shared.page import PageRequest


class Searches(Protocol):
    """Search for entities and data sets."""

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> FoundPage:
        """Return a page of what matches a query, newest first; no rows beyond the end.

        Args:
            session: The session of the request; `mine` in queries refers to its user.
            query: A query of any kind.
            page: The rows to return.
            counted: Queries of any kind whose matches are counted in the same request (`FoundPage.counts`).
        """
