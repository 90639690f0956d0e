"""Reading all rows of a listing page by page while openBIS may change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from jupyter_openbis_server.domain.shared.page import PageRequest

T = TypeVar("T")

ReadPage = Callable[[PageRequest], tuple[Sequence[T], int]]
"""Returns the rows of a page, and the total number of rows."""


def _unknown(_: object) -> bool:
    return False


def all_rows(
    read: ReadPage[T],
    key: Callable[[T], Hashable],
    count: int,
    *,
    start: int = 0,
    is_known: Callable[[T], bool] = _unknown,
) -> Iterator[T]:
    """Yield each row once, page by page, on demand; every row that exists during the whole iteration is yielded.

    openBIS numbers the rows again for each page: if earlier rows are deleted, later ones move up, and the next page
    would begin too late; if rows are added, it would begin too early. The order of the rows never changes: they are
    sorted by fixed values (registration date and code, or code). So each page begins with the last row of the previous
    one. If that row is missing, earlier pages are read again until one contains a known row; the rows after it are the
    next ones. Rows that are added during the iteration may or may not be yielded.

    Args:
        read: Reads a page.
        key: Returns a unique key of a row.
        count: Rows per page, at least two.
        start: Where an earlier iteration ended: the position of its last row at that time.
        is_known: Whether an earlier iteration has yielded a row. Rows after the last of these are yielded.
    """
    seen: set[Hashable] = set()
    size = step = count
    while True:
        rows, total = read(PageRequest(start, size))
        last_seen = max((number for number, row in enumerate(rows) if key(row) in seen or is_known(row)), default=-1)
        if start and last_seen < 0:
            start, step = max(0, start - step), step * 2
            continue
        new = rows[last_seen + 1 :]  # unknown rows before that one were added during the iteration
        for row in new:
            seen.add(key(row))
            yield row
        if not rows or start + len(rows) >= total:
            return
        if not new:  # larger pages make progress even if rows are added as fast as they are read
            size = min(size * 2, PageRequest.MAX_COUNT)
        start, step = start + max(1, len(rows) - 1), count
