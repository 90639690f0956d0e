"""The use cases that search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.search.continuing import rows_after
from jupyter_openbis_server.domain.search.cursor import Cursor, first_cursor
from jupyter_openbis_server.domain.search.order import LATEST_MODIFIED, NEWEST_FIRST, Order
from jupyter_openbis_server.domain.search.ports import Searches
from jupyter_openbis_server.domain.search.prepare import PrepareSearch
from jupyter_openbis_server.domain.search.query import SearchQuery, SearchRequest
from jupyter_openbis_server.domain.search.results import FoundPage, FoundRow, SearchResults, modification_date
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows

_ROWS_PER_REQUEST = 200


@dataclass(frozen=True)
class Search:
    """Find data sets, samples, experiments or projects, page by page."""

    session_manager: SessionManager
    prepare: PrepareSearch
    searches: Searches

    def __call__(
        self,
        name: str,
        wanted: SearchRequest,
        page: PageRequest,
        *,
        with_counts: bool = False,
        after: str = "",
    ) -> SearchResults:
        """Return one page of the matches.

        Args:
            name: The connection.
            wanted: The request of the user.
            page: The rows to return.
            with_counts: Also count the matches of the other kinds, in the same request.
            after: `SearchResults.next` of the previous page: the rows that follow it now, although rows may have been
                added, modified or deleted meanwhile; `page.start` is ignored. See decision 30 for what is guaranteed.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidSearch, EntityNotFound: with a message for the user.
        """
        return self.session_manager.use(name, self._search, wanted, page, after.strip(), with_counts=with_counts)

    def _search(
        self, session: Session, wanted: SearchRequest, page: PageRequest, after: str, *, with_counts: bool
    ) -> SearchResults:
        query = self.prepare(session, wanted)
        others = query.for_other_kinds() if with_counts else ()
        read = _Reader(self.searches, session, query, others)
        if not after:
            newest = read.newest() if page.start and query.order == LATEST_MODIFIED else None
            found = read(query.order, page)
            cursor = first_cursor(found.rows, query.order, page.start, found.total, newest)
        else:
            page, found, cursor = rows_after(read, Cursor.parse(after, query.order), page.count)
        if not found.total:
            self.prepare.check_type(session, query)
        counted = {each.kind: count for each, count in zip(others, found.counts, strict=True)}
        counts = {query.kind: found.total, **counted} if with_counts else None
        return SearchResults(
            found.entities, found.data_sets, page, found.total, counts, str(cursor) if cursor else None
        )


@dataclass(frozen=True)
class _Reader:
    """Reads pages of one query, in any order."""

    searches: Searches
    session: Session
    query: SearchQuery
    others: tuple[SearchQuery, ...]

    def __call__(self, order: Order, page: PageRequest) -> FoundPage:
        return self.searches.search(self.session, replace(self.query, order=order), page, self.others)

    def newest(self) -> FoundRow | None:
        """Return the first row."""
        return next(iter(self.searches.search(self.session, self.query, PageRequest(0, 1)).rows), None)


class Matches:
    """All matches of a search, read page by page while they are iterated. Each iteration searches again.

    Each row is yielded once. Rows that match all the time are never missed, even if others are added,
    deleted or modified meanwhile; the others may be yielded or not.
    """

    def __init__(self, read: Callable[[Order, PageRequest], FoundPage], order: Order, limit: int | None) -> None:
        self._read = read
        self._order = order
        self._limit = limit
        self._total: int | None = None
        self._first: FoundPage | None = None

    @property
    def total(self) -> int:
        """Number of all matches when they were first asked for; also those beyond the limit.

        The first iteration uses the page that was read for it: `list` asks for the length, too.
        """
        if self._total is None:
            self._first = self._read(self._page_order, PageRequest(0, self._page_size))
            self._total = self._first.total
        return self._total

    def __len__(self) -> int:
        return self.total if self._limit is None else min(self.total, self._limit)

    def __iter__(self) -> Iterator[FoundRow]:
        if self._has_one_page or self._order.is_stable:
            return islice(self._all(), self._limit)
        # A row that is modified meanwhile moves: all are read in an order that does not change, and sorted then.
        rows = sorted(self._all(), key=modification_date, reverse=self._order.descending)
        return iter(rows[: self._limit])

    def _all(self) -> Iterator[FoundRow]:
        return all_rows(self._page, _key, max(2, self._page_size))

    @property
    def _has_one_page(self) -> bool:
        """Whether one response has all rows: it is consistent in any order."""
        return self._limit is not None and self._limit <= _ROWS_PER_REQUEST

    @property
    def _page_order(self) -> Order:
        return self._order if self._has_one_page or self._order.is_stable else NEWEST_FIRST

    @property
    def _page_size(self) -> int:
        return _ROWS_PER_REQUEST if self._limit is None else min(self._limit, _ROWS_PER_REQUEST)

    def _page(self, page: PageRequest) -> tuple[tuple[FoundRow, ...], int]:
        found, self._first = self._first, None
        if found is None or page.start:
            found = self._read(self._page_order, page)
        if self._total is None:
            self._total = found.total
        return found.rows, found.total


@dataclass(frozen=True)
class SearchAll:
    """Find data sets, samples, experiments or projects, all of them."""

    session_manager: SessionManager
    prepare: PrepareSearch
    searches: Searches

    def __call__(self, name: str, wanted: SearchRequest, *, limit: int | None = None) -> Matches:
        """Return the matches, at most `limit`; they are read when they are iterated.

        Reading them raises InvalidSearch if nothing matches and openBIS has no type of the requested code.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidSearch, EntityNotFound: with a message for the user.
        """
        if limit is not None and (not isinstance(limit, int) or limit < 0):
            raise InvalidSearch("limit", f"{limit!r:.80} is no number of matches; None yields all")
        query = self.session_manager.use(name, self.prepare, wanted)
        return Matches(partial(self._page, name, query), query.order, limit)

    def _page(self, name: str, query: SearchQuery, order: Order, page: PageRequest) -> FoundPage:
        found = self.session_manager.use(name, self.searches.search, replace(query, order=order), page)
        if not found.total:
            self.session_manager.use(name, self.prepare.check_type, query)
        return found


def _key(row: Entity | DataSet) -> str:
    return row.perm_id
