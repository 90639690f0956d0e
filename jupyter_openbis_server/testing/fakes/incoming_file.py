"""Fake of the port `IncomingFile`."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

from jupyter_openbis_server.adapters.shared.byte_ranges import ByteRanges
from jupyter_openbis_server.adapters.shared.crc32 import crc32 as crc32_of
from jupyter_openbis_server.adapters.shared.md5 import md5_of
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import IntegrityError


@dataclass
class Partial:
    """The received part of a file."""

    file: DataSetFile
    content: bytearray = field(default_factory=bytearray)
    ranges: ByteRanges = field(default_factory=ByteRanges)

    def belongs_to(self, file: DataSetFile) -> bool:
        """Return whether it is a part of a file with the same path, size and checksum."""
        own, other = self.file, file
        return (own.path, own.size, own.crc32, own.modified) == (other.path, other.size, other.crc32, other.modified)


class Disk(Protocol):
    """The interface of the disk that an incoming file is written to."""

    files: dict[str, bytes]

    def must_not_be_blocked(self, path: str) -> None:
        """Raise TargetNotWritable if the path is blocked."""

    def occupy(self, path: str, size: int) -> None:
        """Count the bytes of an incoming file. Raises DiskFull."""

    def release(self, size: int) -> None:
        """Subtract bytes of an incoming file."""

    def keep_partial(self, path: str, partial: Partial) -> None:
        """Store the received part of a file and discard an earlier one."""


class MemoryIncomingFile:
    """`IncomingFile` that raises RuntimeError when it is used after its end."""

    def __init__(self, disk: Disk, target: str, partial: Partial, *, resumable: bool) -> None:
        self._disk = disk
        self._target = target
        self._partial = partial
        self._resumable = resumable
        self._end: str | None = None
        self._lock = threading.Lock()

    def missing(self) -> tuple[tuple[int, int], ...]:
        """See `IncomingFile.missing`."""
        return self._partial.ranges.missing(self._partial.file.size)

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        """See `IncomingFile.write`. Raises ValueError if the caller gives a wrong checksum."""
        self._must_be_open()
        if crc32 is not None and crc32 != crc32_of(data):
            raise ValueError(f"the checksum of bytes {offset} to {offset + len(data)} of {self._target} is not theirs")
        self._disk.must_not_be_blocked(self._target)
        with self._lock:
            content = self._partial.content
            more = offset + len(data) - len(content)
            if more > 0:
                self._disk.occupy(self._target, more)
                content.extend(bytes(more))
            content[offset : offset + len(data)] = data
            self._partial.ranges.add(offset, offset + len(data))

    def complete(self, md5: str | None = None) -> int:
        """See `IncomingFile.complete`."""
        self._must_be_open()
        self._release("failed to complete")
        self._disk.must_not_be_blocked(self._target)
        crc32 = self._checked()
        if md5 not in (None, md5_of([self._partial.content])):
            raise IntegrityError(self._partial.file.path, "the checksum is wrong")
        self._disk.files[self._target] = bytes(self._partial.content)
        self._end = "completed"
        return crc32

    def suspend(self) -> None:
        """See `IncomingFile.suspend`. A single byte is enough to be kept."""
        self._must_be_open()
        if self._resumable and self._partial.ranges.total:
            self._disk.keep_partial(self._target, self._partial)
            self._end = "suspended"
        else:
            self._release("suspended")

    def discard(self) -> None:
        """See `IncomingFile.discard`. Also allowed after `complete` has failed."""
        if self._end in ("completed", "suspended"):
            raise RuntimeError(f"{self._target} was {self._end}")
        if self._end is None:
            self._release("discarded")

    def _must_be_open(self) -> None:
        if self._end is not None:
            raise RuntimeError(f"{self._target} was {self._end}")

    def _release(self, end: str) -> None:
        self._end = end
        self._disk.release(len(self._partial.content))

    def _checked(self) -> int:
        partial, expected = self._partial, self._partial.file
        crc32 = crc32_of(partial.content)
        if not partial.ranges.is_all(expected.size):
            raise IntegrityError(expected.path, f"{partial.ranges.total} bytes arrived instead of {expected.size}")
        if expected.crc32 not in (None, crc32):
            raise IntegrityError(expected.path, "the checksum is wrong")
        return crc32
