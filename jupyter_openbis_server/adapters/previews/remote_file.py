"""The file that is read, as the reading process sees it."""

from __future__ import annotations

import io
import os
from collections import OrderedDict
from collections.abc import Callable

BLOCK_BYTES = 64 << 10
_CACHED_BLOCKS = 512
_READ_AHEAD = 16
"""Blocks that are requested together when blocks are read one after the other."""

ReadRange = Callable[[int, int], bytes]


class TooMuchRead(Exception):
    """More bytes are needed than may be read."""


class RemoteBytes:
    """Byte ranges of a file, with a cache of blocks and a limit of what is read.

    Attributes:
        size: Number of bytes of the file.
        remaining: Number of bytes that may still be requested.
        is_exhausted: Whether a read was refused for this limit; libraries may hide the error.
    """

    def __init__(self, read: ReadRange, size: int, most: int) -> None:
        self.size = size
        self.remaining = most
        self.is_exhausted = False
        self._read = read
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._expected = -1

    def direct(self, start: int, end: int) -> bytes:
        """Return a byte range, clamped to the file, without the cache. Raises TooMuchRead."""
        first, last = min(max(start, 0), self.size), min(max(end, 0), self.size)
        if first >= last:
            return b""
        if last - first > self.remaining:
            self.is_exhausted = True
            raise TooMuchRead
        self.remaining -= last - first
        return self._read(first, last)

    def cached(self, start: int, end: int) -> bytes:
        """Return a short byte range, clamped to the file, from blocks. Raises TooMuchRead."""
        first, last = min(max(start, 0), self.size), min(max(end, 0), self.size)
        if first >= last:
            return b""
        numbers = range(first // BLOCK_BYTES, (last - 1) // BLOCK_BYTES + 1)
        data = b"".join(self._block(number, numbers.stop) for number in numbers)
        offset = first - numbers.start * BLOCK_BYTES
        return data[offset : offset + last - first]

    def _block(self, number: int, stop: int) -> bytes:
        block = self._blocks.get(number)
        if block is None:
            is_sequence = number == self._expected
            self._load(number, max(stop, number + (_READ_AHEAD if is_sequence else 1)))
            block = self._blocks[number]
        self._blocks.move_to_end(number)
        self._expected = number + 1
        return block

    def _load(self, number: int, stop: int) -> None:
        """Load blocks up to a number that is exclusive, or to one that is known, in one request."""
        last = number + 1
        while last < min(stop, number + _READ_AHEAD) and last not in self._blocks:
            last += 1
        start = number * BLOCK_BYTES
        data = self.direct(start, last * BLOCK_BYTES)
        for index in range(last - number):
            self._blocks[number + index] = data[index * BLOCK_BYTES : (index + 1) * BLOCK_BYTES]
            if len(self._blocks) > _CACHED_BLOCKS:
                self._blocks.popitem(last=False)


class RemoteFile(io.RawIOBase):
    """A file object for libraries, over `RemoteBytes`."""

    def __init__(self, content: RemoteBytes) -> None:
        self._content = content
        self._position = 0

    def readable(self) -> bool:
        """See `io.IOBase`."""
        return True

    def seekable(self) -> bool:
        """See `io.IOBase`."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """See `io.IOBase`."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._content.size}[whence]
        self._position = max(0, origin + offset)
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """See `io.RawIOBase`."""
        data = self._content.cached(self._position, self._position + len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
