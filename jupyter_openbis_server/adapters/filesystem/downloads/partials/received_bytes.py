"""Received byte ranges of a file, with checksums."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jupyter_openbis_server.adapters.shared.byte_ranges import ByteRanges
from jupyter_openbis_server.adapters.shared.crc32 import combined, crc32

_MAX_RUN_BYTES = 64 << 20
"""Adjacent pieces are merged up to this length: few entries, and few bytes to read again if a piece is replaced."""

Read = Callable[[int, int], Iterable[bytes]]


@dataclass(frozen=True)
class _Run:
    """A range of bytes in the file, and their CRC32; None if it has to be computed from the file."""

    start: int
    end: int
    crc32: int | None


@dataclass(eq=False)
class Writing:
    """A piece that is being written; `is_contested` if another thread writes some of the same bytes."""

    start: int
    end: int
    is_contested: bool = field(default=False)


class ReceivedBytes:
    """The received bytes and their CRC32, which is combined from those of the pieces.

    Bytes are read again only where a piece replaced part of an earlier one. Not thread-safe.
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._being_written: list[Writing] = []

    @property
    def total(self) -> int:
        """The number of distinct bytes received."""
        return sum(run.end - run.start for run in self._runs)

    def missing(self, size: int) -> tuple[tuple[int, int], ...]:
        """Return the ranges between 0 and `size` that are missing, in order."""
        return self._ranges().missing(size)

    def is_all(self, size: int) -> bool:
        """Return whether exactly the bytes from 0 to `size` were received."""
        return self._ranges().is_all(size)

    def end_from(self, offset: int) -> int:
        """Return the offset after the last of the bytes that follow an offset without a gap."""
        place = max(0, bisect_right(self._runs, offset, key=_start) - 1)
        while place < len(self._runs) and self._runs[place].start <= offset:
            offset = max(offset, self._runs[place].end)
            place += 1
        return offset

    def begin(self, start: int, end: int) -> Writing:
        """Record that a piece is about to be written: these bytes count as unknown until it is finished."""
        writing = Writing(start, end)
        for other in self._being_written:
            if other.start < end and start < other.end:
                other.is_contested = writing.is_contested = True
        self._being_written.append(writing)
        self._cut_out(start, end)
        return writing

    def finish(self, writing: Writing, checksum: int) -> None:
        """Record that a piece was written."""
        self._being_written.remove(writing)
        # If two threads write the same bytes, it is unknown which write comes last.
        self.add(writing.start, writing.end, None if writing.is_contested else checksum)

    def give_up(self, writing: Writing) -> None:
        """Record that a piece could not be written."""
        self._being_written.remove(writing)

    def add(self, start: int, end: int, checksum: int | None) -> None:
        """Record bytes that are in the file; they replace earlier entries for the same range."""
        if start >= end:
            return
        self._cut_out(start, end)
        run = _Run(start, end, checksum)
        place = bisect_left(self._runs, start, key=_start)
        if place < len(self._runs) and (joined := _joined(run, self._runs[place])):
            run = joined
            del self._runs[place]
        if place and (joined := _joined(self._runs[place - 1], run)):
            self._runs[place - 1] = joined
        else:
            self._runs.insert(place, run)

    def crc32_with(self, read: Read) -> int:
        """Return the CRC32 of the whole file; all bytes must have been received.

        Args:
            read: Yields the blocks of a range of the file; used only where no checksum is known. May raise OSError.
        """
        whole = 0
        for run in self._runs:
            checksum = run.crc32
            if checksum is None:
                checksum = 0
                for block in read(run.start, run.end):
                    checksum = crc32(block, checksum)
            whole = combined(whole, checksum, run.end - run.start)
        return whole

    def _ranges(self) -> ByteRanges:
        ranges = ByteRanges()
        for run in self._runs:
            ranges.add(run.start, run.end)
        return ranges

    def _cut_out(self, start: int, end: int) -> None:
        first = bisect_right(self._runs, start, key=_end)
        last = bisect_left(self._runs, end, key=_start)
        if first >= last:
            return
        rest = [_Run(self._runs[first].start, start, None), _Run(end, self._runs[last - 1].end, None)]
        self._runs[first:last] = [run for run in rest if run.start < run.end]


def _joined(first: _Run, second: _Run) -> _Run | None:
    """Merge two runs; return None if they are not adjacent, are too long, or only one has a checksum."""
    length = second.end - second.start
    if first.end != second.start or first.end - first.start + length > _MAX_RUN_BYTES:
        return None
    if first.crc32 is None or second.crc32 is None:
        return _Run(first.start, second.end, None) if first.crc32 is second.crc32 else None
    return _Run(first.start, second.end, combined(first.crc32, second.crc32, length))


def _start(run: _Run) -> int:
    return run.start


def _end(run: _Run) -> int:
    return run.end
