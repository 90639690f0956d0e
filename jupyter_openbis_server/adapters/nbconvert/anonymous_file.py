"""Temporary files without a name, which are removed when they are closed or the process exits."""

from __future__ import annotations

import io
import os
import tempfile
import threading
import weakref
from typing import IO, BinaryIO


class AnonymousFile:
    """A `SourceFile` in the system's folder for temporary files. It is removed with the last reference to it.

    Attributes:
        name: Path of the file in the data set.
        file: The open file, for writing or for a child process. `open` returns readers with positions of their own.
    """

    is_folder = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.file: IO[bytes] = tempfile.TemporaryFile(prefix="jupyter-openbis-")  # noqa: SIM115 - see below
        self._lock = threading.Lock()
        weakref.finalize(self, self.file.close)

    @property
    def size(self) -> int:
        """See `SourceFile.size`."""
        return os.fstat(self.file.fileno()).st_size

    def open(self) -> BinaryIO:
        """See `SourceFile.open`. The file must be complete."""
        return io.BufferedReader(_Reader(self))  # type: ignore[type-var]  # its stubs want more than it calls

    def read_at(self, position: int, count: int) -> bytes:
        """Return up to `count` bytes from `position`."""
        with self._lock:
            self.file.seek(position)
            return self.file.read(count)


class _Reader(io.RawIOBase):
    def __init__(self, file: AnonymousFile) -> None:
        self._file = file
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._file.read_at(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
