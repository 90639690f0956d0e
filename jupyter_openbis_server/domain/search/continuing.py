"""The rows after a cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.cursor import Cursor, date_of, digest_of
from jupyter_openbis_server.domain.search.order import Order, SortField
from jupyter_openbis_server.domain.search.results import FoundPage, FoundRow
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows

ReadPage = Callable[[Order, PageRequest], FoundPage]


def rows_after(read: ReadPage, cursor: Cursor, count: int) -> tuple[PageRequest, FoundPage, Cursor | None]:
    """Return up to `count` rows after a cursor, where they are now, and the cursor after them.

    One request is sufficient if the rows before have not changed; one more after the last row, if it is sorted by the
    latest modification: for those that have been modified since the first page and moved to the top.

    Raises:
        InvalidSearch: all rows that the cursor remembers were deleted, so that the next ones are unknown.
    """
    if count == 0:
        page = PageRequest(cursor.position + 1, 0)
        return page, read(cursor.reading_order, page), cursor
    reading = _Reading(read, cursor, count)
    rows, following = reading.take(count)
    page = PageRequest(reading.position + 1 - len(rows), count)
    found = replace(reading.last, rows=rows)
    if following is not None or not cursor.has_last_part:
        return page, found, following
    end = cursor.after(rows, reading.position)
    first = max(0, reading.last.total - _Reading.page_size(count))
    reading = _Reading(read, end.last_part(first), count)
    modified, following = reading.take(count - len(rows))
    return page, replace(reading.last, rows=(*rows, *modified)), following


class _Reading:
    """Reads the rows after a cursor, and remembers the last page and the positions of the rows."""

    def __init__(self, read: ReadPage, cursor: Cursor, count: int) -> None:
        self._read = read
        self._cursor = cursor
        self._positions: dict[str, int] = {}
        self._has_known_rows = False
        self._size = self.page_size(count)
        self._returned = set(cursor.returned.digests) if cursor.returned else set[bytes]()
        self.last = FoundPage((), 0)
        self.position = cursor.position

    @staticmethod
    def page_size(count: int) -> int:
        """Return the number of rows in a request: those to return, the one before them and the one after them."""
        return min(count + 2, PageRequest.MAX_COUNT)

    def take(self, count: int) -> tuple[tuple[FoundRow, ...], Cursor | None]:
        """Return the next rows, and the cursor after them if more follow.

        Raises:
            InvalidSearch: all rows that the cursor remembers were deleted, so that the next ones are unknown.
        """
        found = tuple(islice(self._rows(), count + 1))
        if self._cursor.order.field is SortField.CODE and not self._has_known_rows:
            raise InvalidSearch("after", "the rows before this page were deleted meanwhile; search again")
        rows = found[:count]
        if rows:
            self.position = self._positions[rows[-1].perm_id]
        return rows, self._cursor.after(rows, self.position) if len(found) > count else None

    def _rows(self) -> Iterator[FoundRow]:
        """Yield the rows after the cursor that have not been returned."""
        every = all_rows(self._page, self._key, self._size, start=self._cursor.position, is_known=self._knows)
        if self._cursor.returned is None:
            yield from every
            return
        for row in every:
            if (digest := digest_of(row)) not in self._returned:
                self._returned.add(digest)
                yield row

    def _page(self, page: PageRequest) -> tuple[Sequence[FoundRow], int]:
        self.last = self._read(self._cursor.reading_order, page)
        self._positions.update((row.perm_id, number) for number, row in enumerate(self.last.rows, page.start))
        return self.last.rows, self.last.total

    def _knows(self, row: FoundRow) -> bool:
        is_known = self._cursor.knows(row)
        self._has_known_rows |= is_known
        return is_known

    def _key(self, row: FoundRow) -> Hashable:
        """Return what identifies a row at its place: one that has been modified is at another place."""
        field = self._cursor.order.field
        return (row.perm_id, date_of(row, field)) if field is SortField.MODIFIED else row.perm_id
