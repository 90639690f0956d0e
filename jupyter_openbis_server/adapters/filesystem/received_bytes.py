"""What has arrived of a file that comes in pieces."""

from __future__ import annotations

import zlib
from io import FileIO

_PIECE = 1 << 20


class ReceivedBytes:
    """Which bytes have arrived, and the CRC32 of those from the start on that came in order.

    Pieces that come in order are summed up as they pass; only what came out of order must be read once more.
    """

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._summed = 0
        self._crc32 = 0

    @property
    def total(self) -> int:
        """How many different bytes have arrived."""
        return sum(end - start for start, end in self._ranges)

    def is_all(self, size: int) -> bool:
        """Whether these are the bytes from 0 to `size`: none missing, none beyond."""
        return self._ranges == ([(0, size)] if size else [])

    def add(self, offset: int, data: bytes | memoryview) -> None:
        """Note a piece that was written at `offset`; it may replace what was there."""
        length = memoryview(data).nbytes
        if not length:
            return
        if offset < self._summed:
            self._summed = self._crc32 = 0
        if offset == self._summed:
            self._crc32 = zlib.crc32(data, self._crc32)
            self._summed = offset + length
        self._ranges = _with_range(self._ranges, offset, offset + length)

    def crc32_of(self, file: FileIO) -> int:
        """Return the CRC32 of the whole file, which holds these bytes. Raises OSError: it cannot be read."""
        file.seek(self._summed)
        crc32 = self._crc32
        while piece := file.read(_PIECE):
            crc32 = zlib.crc32(piece, crc32)
        return crc32


def _with_range(ranges: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return sorted ranges, none touching another, with one more."""
    before = [each for each in ranges if each[1] < start]
    after = [each for each in ranges if each[0] > end]
    touching = ranges[len(before) : len(ranges) - len(after)]
    if touching:
        start, end = min(start, touching[0][0]), max(end, touching[-1][1])
    return [*before, (start, end), *after]
