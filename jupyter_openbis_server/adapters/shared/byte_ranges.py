"""Sets of byte ranges.

A shared leaf: all adapters may import it, and it imports none of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator


class ByteRanges:
    """A set of byte positions, stored as ordered, disjoint and non-adjacent ranges (start, end)."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(list(zip(self._starts, self._ends, strict=True)))

    @property
    def total(self) -> int:
        """The number of bytes."""
        return sum(self._ends) - sum(self._starts)

    def add(self, start: int, end: int) -> None:
        """Add the bytes from `start` up to but excluding `end`; ranges may overlap."""
        if start >= end:
            return
        first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last], self._ends[first:last] = [start], [end]

    def holds(self, start: int, end: int) -> bool:
        """Return whether all bytes from `start` up to but excluding `end` are in the set."""
        place = bisect_right(self._starts, start) - 1
        return start >= end or (place >= 0 and end <= self._ends[place])

    def missing(self, size: int) -> tuple[tuple[int, int], ...]:
        """Return the ranges between 0 and `size` that are not in the set, in order."""
        starts = [0, *self._ends]
        ends = [*self._starts, size]
        pairs = zip(starts, ends, strict=True)
        return tuple((start, min(end, size)) for start, end in pairs if start < min(end, size))

    def is_all(self, size: int) -> bool:
        """Return whether the set is exactly the bytes from 0 to `size`."""
        return list(self) == ([(0, size)] if size else [])
