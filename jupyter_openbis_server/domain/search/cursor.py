"""Cursors: where a page of search results ended, for a client that asks for the next one later.

openBIS has pages by position only, and positions change when entities are added, modified or deleted. So a cursor
remembers, beside the position, the last rows themselves. Nothing is stored for it between requests.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.order import Order, SortField
from jupyter_openbis_server.domain.search.results import FoundRow

_DIGEST_SIZE = 4
"""Bytes per row: with 400 rows, one row in ten million is mistaken for another."""
MAX_ROWS = 400
"""Last rows that a cursor has digests of, at most."""
MAX_RETURNED = 400
"""First rows that a cursor has digests of, at most, for orders by modification."""
MAX_LENGTH = (MAX_ROWS + MAX_RETURNED) * _DIGEST_SIZE * 4 // 3 + 500
"""Characters of a cursor: less than 5,000."""
_MAX_POSITION = 2**31
_MAX_DATE = 2**53
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
_MILLISECOND = dt.timedelta(milliseconds=1)
TRANSACTION_MILLISECONDS = 15 * 60 * 1000
"""How long a transaction of openBIS may last so that none of its modifications is missed.

Rows get the date on which their transaction began, not that of its end (openbis-protocol.md, 3.9).
"""


@dataclass(frozen=True)
class Returned:
    """What a cursor remembers of all rows so far, if they are sorted by modification, so that they can move.

    Attributes:
        digests: Digests of the first rows, up to `MAX_RETURNED`: these are not returned again if they are modified.
        since: For the latest modifications first: rows modified after this date (milliseconds since 1970) are read
            again at the end. They may have moved to the top before they were returned. All rows with later dates that
            were returned are in `digests`.
        is_last_part: Whether these rows are being read, by ascending dates.
    """

    digests: tuple[bytes, ...] = ()
    since: int | None = None
    is_last_part: bool = False

    def after(self, rows: Sequence[FoundRow]) -> Returned:
        """Return the memory after further rows."""
        room = MAX_RETURNED - len(self.digests)
        digests = (*self.digests, *map(digest_of, rows[:room]))
        since = self.since
        if since is not None and not self.is_last_part:
            since = max(since, *(date_of(row, SortField.MODIFIED) for row in rows[room:]), since)
        return Returned(digests, since, self.is_last_part)


@dataclass(frozen=True)
class Cursor:
    """The end of a page.

    Attributes:
        order: The order of the rows.
        position: Position of the last row at that time, from 0.
        date: The furthest date by which the rows are sorted, in milliseconds since 1970; None if they are sorted by
            code. The rows before it are known by their dates.
        digests: Digests of the last rows, up to `MAX_ROWS`; if they are sorted by date, only of those with that date.
        returned: For orders by modification only.
    """

    order: Order
    position: int
    date: int | None = None
    digests: tuple[bytes, ...] = ()
    returned: Returned | None = None

    @property
    def reading_order(self) -> Order:
        """The order in which the next rows are read."""
        is_last_part = self.returned is not None and self.returned.is_last_part
        return Order(self.order.field, descending=False) if is_last_part else self.order

    @property
    def has_last_part(self) -> bool:
        """Whether the rows that were modified meanwhile are to be read after the last row."""
        return self.returned is not None and self.returned.since is not None and not self.returned.is_last_part

    def knows(self, row: FoundRow) -> bool:
        """Whether a row is one up to which rows have been read: those after it are new."""
        if self.date is not None and (date := date_of(row, self.order.field)) != self.date:
            return (date > self.date) == self.reading_order.descending
        return digest_of(row) in self.digests

    def after(self, rows: Sequence[FoundRow], position: int) -> Cursor:
        """Return the cursor after further rows; the last one is at a position.

        If rows were added while these were read, the last one need not have the furthest date.
        """
        field, date = self.order.field, self.date
        if date is not None:
            date = (min if self.reading_order.descending else max)(date, *(date_of(row, field) for row in rows), date)
        earlier = self.digests if date == self.date else ()
        new = (digest_of(row) for row in rows if date is None or date_of(row, field) == date)
        returned = self.returned and self.returned.after(rows)
        return Cursor(self.order, position, date, (*earlier, *new)[-MAX_ROWS:], returned)

    def last_part(self, position: int) -> Cursor:
        """Return the cursor of the rows that were modified meanwhile; reading begins at a position."""
        if self.returned is None or self.returned.since is None:
            return self
        returned = Returned(self.returned.digests, self.returned.since, is_last_part=True)
        return Cursor(self.order, position, self.returned.since + 1, (), returned)

    def __str__(self) -> str:
        returned = self.returned and [len(self.returned.digests), self.returned.since, self.returned.is_last_part]
        content = [str(self.order), self.position, self.date, returned]
        digests = (*(self.returned.digests if self.returned else ()), *self.digests)
        text = json.dumps(content, separators=(",", ":")).encode() + b"\n" + b"".join(digests)
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, order: Order) -> Cursor:
        """Parse a cursor of a search with the same order.

        Raises:
            InvalidSearch: it is none, or one of another order.
        """
        try:
            _require(len(text) <= MAX_LENGTH)
            content, _, joined = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).partition(b"\n")
            sort, position, date, returned = json.loads(content)
            _require(sort == str(order) and _is_number(position, _MAX_POSITION) and len(joined) % _DIGEST_SIZE == 0)
            digests = tuple(joined[at : at + _DIGEST_SIZE] for at in range(0, len(joined), _DIGEST_SIZE))
            has_date = order.field is not SortField.CODE
            _require(_is_number(date, _MAX_DATE, -_MAX_DATE) if has_date else date is None)
            memory, digests = _parse_returned(returned, digests, order)
            _require(len(digests) <= MAX_ROWS)
            return cls(order, position, date, digests, memory)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise InvalidSearch("after", "is not the value of `next` in the results of this search") from None


def first_cursor(
    rows: Sequence[FoundRow], order: Order, start: int, total: int, newest: FoundRow | None = None
) -> Cursor | None:
    """Return the cursor after a page that was read by its position; None after the last row.

    Args:
        rows: The rows of the page.
        order: The order of the rows.
        start: Position of the first one.
        total: Number of all rows.
        newest: The row at position 0, if the order is by the latest modification and the page begins behind it.
    """
    end = start + len(rows)
    if not rows or end >= total:
        return None
    date = None if order.field is SortField.CODE else date_of(rows[-1], order.field)
    return Cursor(order, end - 1, date, (), _first_returned(rows, order, newest)).after(rows, end - 1)


def _first_returned(rows: Sequence[FoundRow], order: Order, newest: FoundRow | None) -> Returned | None:
    if order.field is not SortField.MODIFIED:
        return None
    if not order.descending:
        return Returned()
    if newest is not None:  # rows before the page must not be returned: only what is modified from now on
        return Returned((), date_of(newest, order.field))
    return Returned((), date_of(rows[0], order.field) - TRANSACTION_MILLISECONDS)


def _parse_returned(
    content: Any,  # noqa: ANN401 - JSON of a client
    digests: tuple[bytes, ...],
    order: Order,
) -> tuple[Returned | None, tuple[bytes, ...]]:
    """Return the memory in a cursor, and the digests that do not belong to it. Raises ValueError or TypeError."""
    if order.field is not SortField.MODIFIED:
        _require(content is None)
        return None, digests
    number, since, is_last_part = content
    _require(_is_number(number, min(MAX_RETURNED, len(digests)) + 1) and type(is_last_part) is bool)
    if order.descending:
        _require(_is_number(since, _MAX_DATE, -_MAX_DATE))
    else:
        _require(since is None and not is_last_part)
    return Returned(digests[:number], since, is_last_part), digests[number:]


def _is_number(value: object, end: int, begin: int = 0) -> bool:
    return type(value) is int and begin <= value < end


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError


def date_of(row: FoundRow, field: SortField) -> int:
    """Return the date by which a row is sorted, in milliseconds since 1970; 0 if openBIS does not state it."""
    date = row.modified if field is SortField.MODIFIED else row.registered
    return (date - _EPOCH) // _MILLISECOND if date else 0


def digest_of(row: FoundRow) -> bytes:
    """Return the short form of a row's permId."""
    return hashlib.blake2b(row.perm_id.encode(errors="replace"), digest_size=_DIGEST_SIZE).digest()
