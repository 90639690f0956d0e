"""Which bytes of something are there.

A shared leaf: all adapters may import it, and it imports none of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator


class ByteRanges:
    """A set of byte positions, kept as ranges (start, end) in order, none touching another."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(list(zip(self._starts, self._ends, strict=True)))

    @property
    def total(self) -> int:
        """How many bytes there are."""
        return sum(self._ends) - sum(self._starts)

    def add(self, start: int, end: int) -> None:
        """Take in the bytes from `start` up to, not with, `end`; some may be in already."""
        if start >= end:
            return
        first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last], self._ends[first:last] = [start], [end]

    def holds(self, start: int, end: int) -> bool:
        """Whether all bytes from `start` up to, not with, `end` are in."""
        place = bisect_right(self._starts, start) - 1
        return start >= end or (place >= 0 and end <= self._ends[place])

    def missing(self, size: int) -> tuple[tuple[int, int], ...]:
        """Return the ranges between 0 and `size` that are not in, in order."""
        starts = [0, *self._ends]
        ends = [*self._starts, size]
        pairs = zip(starts, ends, strict=True)
        return tuple((start, min(end, size)) for start, end in pairs if start < min(end, size))

    def is_all(self, size: int) -> bool:
        """Whether these are the bytes from 0 to `size`: none missing, none beyond."""
        return list(self) == ([(0, size)] if size else [])
