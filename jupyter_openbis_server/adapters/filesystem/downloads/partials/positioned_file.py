"""Files that are written at places instead of from start to end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

BLOCK = 1 << 20
"""Bytes that are read at a time."""

_CLOSED = -1


class PositionedFile:
    """An open file that several threads may read and write at once, each where it wants. All methods raise OSError."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def write(self, data: bytes | bytearray | memoryview, offset: int) -> None:
        """Write all of the data at a place; the system may take it in several turns."""
        rest = memoryview(data).cast("B")
        while rest:
            written = self._write_some(rest, offset)
            rest, offset = rest[written:], offset + written

    def blocks(self, start: int, end: int) -> Iterator[bytes]:
        """Read a range block by block; ends early where the file does."""
        while start < end and (block := self._read_some(min(BLOCK, end - start), start)):
            start += len(block)
            yield block

    def close(self) -> None:
        """Close the file, unless that was done before."""
        if self.descriptor != _CLOSED:
            descriptor, self.descriptor = self.descriptor, _CLOSED
            os.close(descriptor)

    def _write_some(self, data: memoryview, offset: int) -> int:
        return os.pwrite(self.descriptor, data, offset)

    def _read_some(self, length: int, offset: int) -> bytes:
        return os.pread(self.descriptor, length, offset)


class SeekingFile(PositionedFile):
    """The same where the system has one position per file: threads take turns."""

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
    """Return the best way to write an open file at places."""
    return PositionedFile(descriptor) if hasattr(os, "pwrite") else SeekingFile(descriptor)
