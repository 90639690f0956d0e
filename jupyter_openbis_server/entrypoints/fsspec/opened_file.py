"""Open files."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, BinaryIO, Protocol

from fsspec.spec import AbstractBufferedFile, AbstractFileSystem

from jupyter_openbis_server.domain.files.read_file import MAX_BYTES_AT_ONCE


class Source(Protocol):
    """Source of the bytes of an open file."""

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end`. Raises OSError."""

    def check(self) -> None:
        """Raise an error if bytes of different versions may have been returned."""

    def close(self) -> None:
        """Release the resources."""


_abandoned: SimpleQueue[Source] = SimpleQueue()
"""Sources of files that were not closed. Python allows destructors to put into such a queue."""


def _close_abandoned() -> None:
    with suppress(Empty):
        while True:
            _abandoned.get_nowait().close()


class OpenbisFile(AbstractBufferedFile):  # type: ignore[misc]  # fsspec has no types
    """A file of a data set. fsspec's caches decide which ranges are read from openBIS, and how far ahead."""

    def __init__(self, file_system: AbstractFileSystem, path: str, source: Source, **options: Any) -> None:  # noqa: ANN401
        _close_abandoned()
        self._source = source
        super().__init__(file_system, path, **options)

    def close(self) -> None:
        """Close the file and its source. Raises OSError if the file was changed in openBIS while it was read."""
        self._close(is_checked=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file; after an error in the block, that is the one which counts."""
        self._close(is_checked=kind is None)

    def _close(self, *, is_checked: bool) -> None:
        if self.closed:
            return
        super().close()
        try:
            if is_checked:
                self._source.check()
        finally:
            self._source.close()
            _close_abandoned()

    def __del__(self) -> None:
        """Leave the source to the next file: a destructor may run where this thread holds a lock that closing needs."""
        source = getattr(self, "_source", None)
        if source is not None and not self.closed:
            self._closed = True  # what fsspec's `closed` returns
            _abandoned.put(source)

    def _fetch_range(self, start: int, end: int) -> bytes:
        return self._source.read(start, end)


_MAX_AHEAD = 32 * 2**20
_MAX_KEPT = 64 * 2**20
"""Bytes that are read ahead for all positions of a file."""
_MAX_GAP = 4 * 2**20
_READS_IN_A_ROW = 2
_MAX_POSITIONS = 4
_ANSWERS_PER_CHECK = 8
"""Each has up to 8 MiB; a longer read takes several."""
_MAX_AGE = 5.0
"""Seconds after which even a single read is checked: the file was listed when it was opened."""


@dataclass
class _Position:
    """A place in a file that is read sequentially.

    Attributes:
        begin: Offset of the bytes that are read ahead.
        ahead: These bytes; empty if none are kept.
        last_end: Offset after the last byte that was read.
        in_a_row: Number of sequential reads.
    """

    begin: int = 0
    ahead: bytes = b""
    last_end: int = 0
    in_a_row: int = -1

    def covers(self, start: int, end: int) -> bool:
        return self.begin <= start and end <= self.begin + len(self.ahead)

    def is_near(self, start: int, length: int) -> bool:
        return abs(start - self.last_end) <= max(_MAX_GAP, length)


class Parts:
    """Source for data stores that return parts of files. Sequential reads are read ahead, further each time.

    fsspec's caches read ahead by a fixed length, at one position. A table, or a plane of an array in HDF5, is read in
    hundreds of consecutive parts, at several positions in turn if its chunks were written in turn, and each part costs
    a round trip to the server.

    Args:
        read: Reads from `start` to `end`.
        size: Size of the file in bytes.
        close: Releases the resources that are kept for the next part.
        check: Raises an error if the file was changed since it was listed, by a request; None for files that never
            change. It is called once for several reads, at the end of the file, and by `check`.
    """

    def __init__(
        self,
        read: Callable[[int, int], bytes],
        size: int,
        close: Callable[[], None],
        check: Callable[[], None] | None = None,
    ) -> None:
        self._read = read
        self._size = size
        self.close = close
        self._check = check
        self._opened = time.monotonic()
        self._answers = 0
        self._unchecked = 0
        self._has_failed = False
        self._is_end_checked = False
        self._positions: list[_Position] = []
        """The most recently used one is the last."""

    def read(self, start: int, end: int) -> bytes:
        """See `Source.read`."""
        position = next((each for each in self._positions if each.covers(start, end)), None)
        if position is None:
            position = self._read_at(start, end - start)
        self._keep(position)
        return position.ahead[start - position.begin : end - position.begin]

    def check(self) -> None:
        """Raise the error of `check` unless all reads are checked, or are a single one, or the error was raised."""
        if self._answers > 1 and self._unchecked and not self._has_failed:
            self._check_now()

    def _check_now(self) -> None:
        if self._check is None:
            return
        self._has_failed = True
        try:
            self._check()
        except BaseException:
            self._positions.clear()
            raise
        self._has_failed = False
        self._unchecked = 0

    def _fetch(self, start: int, end: int) -> bytes:
        content = self._read(start, end)
        answers = -(-(end - start) // MAX_BYTES_AT_ONCE)
        self._answers += answers
        self._unchecked += answers
        is_single = self._answers == 1 and time.monotonic() < self._opened + _MAX_AGE
        is_end = end >= self._size and not is_single and not self._is_end_checked
        self._is_end_checked |= is_end
        if self._has_failed or self._unchecked >= _ANSWERS_PER_CHECK or is_end:
            self._check_now()
        return content

    def _read_at(self, start: int, length: int) -> _Position:
        """Read from the file, further than asked for if these are sequential reads."""
        near = [each for each in self._positions if each.is_near(start, length)]
        position = near[-1] if near else _Position()
        position.in_a_row += 1
        wanted = length
        if position.in_a_row >= _READS_IN_A_ROW:
            wanted = min(_MAX_AHEAD, length << (position.in_a_row - _READS_IN_A_ROW + 1))
        ahead = self._fetch(start, min(start + max(length, wanted), self._size))
        position.begin, position.ahead = start, ahead
        position.last_end = start + len(position.ahead)
        return position

    def _keep(self, used: _Position) -> None:
        """Keep a position as the most recently used one, and forget what exceeds the limits."""
        others = [each for each in self._positions if each is not used]
        self._positions = [*others[1 - _MAX_POSITIONS :], used]
        kept = 0
        for each in reversed(self._positions):
            kept += len(each.ahead)
            if kept > _MAX_KEPT and each is not used:
                each.ahead = b""


class TemporaryCopy:
    """Source for data stores that return whole files only: copies the file on the first read, and reads the copy."""

    def __init__(self, copy_to: Callable[[str], None]) -> None:
        self._copy_to = copy_to
        self._folder: TemporaryDirectory[str] | None = None
        self._file: BinaryIO | None = None

    def read(self, start: int, end: int) -> bytes:
        """See `Source.read`."""
        if self._file is None:
            self._folder = self._folder or TemporaryDirectory(prefix="openbis-")
            target = Path(self._folder.name, "copy")
            self._copy_to(str(target))
            self._file = target.open("rb")
        self._file.seek(start)
        return self._file.read(end - start)

    def check(self) -> None:
        """See `Source.check`. The copy was verified."""

    def close(self) -> None:
        """Remove the copy."""
        if self._file:
            self._file.close()
        if self._folder:
            self._folder.cleanup()
