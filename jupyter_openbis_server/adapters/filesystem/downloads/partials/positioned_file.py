"""Files that are written at offsets instead of from start to end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

BLOCK = 1 << 20
"""Bytes per read."""

_CLOSED = -1


class PositionedFile:
    """An open file that several threads may read and write concurrently at any offset. All methods raise OSError."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def write(self, data: bytes | bytearray | memoryview, offset: int) -> None:
        """Write all of the data at an offset, in several system calls if necessary."""
        rest = memoryview(data).cast("B")
        while rest:
            written = self._write_some(rest, offset)
            rest, offset = rest[written:], offset + written

    def blocks(self, start: int, end: int) -> Iterator[bytes]:
        """Yield a range in blocks; ends early at the end of the file."""
        while start < end and (block := self._read_some(min(BLOCK, end - start), start)):
            start += len(block)
            yield block

    def close(self) -> None:
        """Close the file. Does nothing if it is closed."""
        if self.descriptor != _CLOSED:
            descriptor, self.descriptor = self.descriptor, _CLOSED
            os.close(descriptor)

    def _write_some(self, data: memoryview, offset: int) -> int:
        return os.pwrite(self.descriptor, data, offset)

    def _read_some(self, length: int, offset: int) -> bytes:
        return os.pread(self.descriptor, length, offset)


class SeekingFile(PositionedFile):
    """The same for systems without `pwrite`: threads take turns with the file's position."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self._lock = threading.Lock()

    def _write_some(self, data: memoryview, offset: int) -> int:
        with self._lock:
            os.lseek(self.descriptor, offset, os.SEEK_SET)
            return os.write(self.descriptor, data)

    def _read_some(self, length: int, offset: int) -> bytes:
        with self._lock:
            os.lseek(self.descriptor, offset, os.SEEK_SET)
            return os.read(self.descriptor, length)


def positioned(descriptor: int) -> PositionedFile:
    """Return a wrapper of an open file that suits the system."""
    return PositionedFile(descriptor) if hasattr(os, "pwrite") else SeekingFile(descriptor)
