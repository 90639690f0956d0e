"""A part of a file, received in memory by the same protocols that download files."""

from __future__ import annotations

import threading

from jupyter_openbis_server.adapters.shared.crc32 import crc32 as crc32_of
from jupyter_openbis_server.adapters.shared.md5 import md5_of
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import IntegrityError


class FilePart:
    """Port `Receiver` that keeps the bytes from `start` to `end` of one file, and says that only these are missing.

    Attributes:
        content: The bytes, when they are complete.
    """

    def __init__(self, start: int, end: int) -> None:
        self.content = b""
        self._start = start
        self._end = end

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> _IncomingPart:  # noqa: ARG002 - nothing is kept
        """See `Receiver.receive`. Anything received earlier is discarded."""
        return _IncomingPart(self, file, self._start, self._end)


class _IncomingPart:
    """Port `IncomingFile` in memory."""

    def __init__(self, part: FilePart, file: DataSetFile, start: int, end: int) -> None:
        self._part = part
        self._file = file
        self._start = start
        self._end = end
        self._bytes = bytearray(end - start)
        self._arrived = 0
        self._lock = threading.Lock()

    def missing(self) -> tuple[tuple[int, int], ...]:
        return ((self._start, self._end),)

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:  # noqa: ARG002
        first, last = max(offset, self._start), min(offset + len(data), self._end)
        if first >= last:
            return
        self._bytes[first - self._start : last - self._start] = data[first - offset : last - offset]
        with self._lock:
            self._arrived += last - first

    def complete(self, md5: str | None = None) -> int:
        wanted = self._end - self._start
        if self._arrived != wanted:
            raise IntegrityError(self._file.path, f"{self._arrived} bytes arrived instead of {wanted}")
        checksum = crc32_of(self._bytes)
        if wanted == self._file.size and self._file.crc32 not in (None, checksum):
            raise IntegrityError(self._file.path, "the checksum is wrong")
        if wanted == self._file.size and md5 not in (None, md5_of([self._bytes])):
            raise IntegrityError(self._file.path, "the checksum is wrong")
        self._part.content = bytes(self._bytes)
        return checksum

    def suspend(self) -> None:
        self._bytes = bytearray()

    def discard(self) -> None:
        self._bytes = bytearray()
