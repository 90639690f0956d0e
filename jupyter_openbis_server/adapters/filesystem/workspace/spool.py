"""Sources of the files that are stored in openBIS: data that were written here, local files, temporary copies."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Any, BinaryIO, cast

from jupyter_openbis_server.adapters.filesystem.workspace.source_files import FilesystemSourceFile

_MAX_MEMORY = 1024 * 1024
"""Bytes of a file that are kept in memory; longer ones are in a file without a name in the temporary folder."""


class Spool:
    """Port `SourceFile`: data that are written here until they are complete. Thread-safe.

    The temporary file has no name, so that it vanishes with the process, however that ends.

    Attributes:
        size: Bytes written so far.
        place: Offset at which data are written.
    """

    is_folder = False

    def __init__(self, name: str) -> None:
        self.name = name
        self._file = SpooledTemporaryFile(max_size=_MAX_MEMORY)  # noqa: SIM115 - closed by `close`
        self._lock = threading.Lock()
        self.size = 0
        self.place = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Change the offset, as files do."""
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        if begin + offset < 0:
            raise ValueError(f"negative seek position {begin + offset}")
        self.place = begin + offset
        return self.place

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes, or what has the buffer protocol
        """Write at the offset; return the number of bytes."""
        view = memoryview(data).cast("B")
        with self._lock:
            self._file.seek(self.place)
            self._file.write(view)
            self.place += len(view)
            self.size = max(self.size, self.place)
        return len(view)

    def truncate(self, size: int | None = None) -> int:
        """Cut the data off, or fill them up with zeros; return their new size."""
        new = self.place if size is None else size
        with self._lock:
            self._file.truncate(new)
            if new > self.size:
                self._file.seek(new - 1)
                self._file.write(b"\0")
            self.size = new
        return new

    def read_at(self, offset: int, length: int) -> bytes:
        """Return bytes from an offset; fewer at the end."""
        with self._lock:
            self._file.seek(offset)
            return self._file.read(length)

    def open(self) -> BinaryIO:
        """See the port."""
        return cast("BinaryIO", _View(self))

    def close(self) -> None:
        """Remove the data."""
        self._file.close()


class _View(io.RawIOBase):
    """Reads a spool from an offset of its own."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._spool.size}[whence]
        self._place = begin + offset
        return self._place

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - what has the buffer protocol
        view = memoryview(buffer).cast("B")
        data = self._spool.read_at(self._place, len(view))
        view[: len(data)] = data
        self._place += len(data)
        return len(data)


def local_source(path: str | os.PathLike[str]) -> FilesystemSourceFile:
    """Return a local file or folder of the user. Raises OSError."""
    resolved = Path(path).resolve(strict=True)
    if resolved.is_dir():
        return local_folder(str(path))
    return FilesystemSourceFile(str(path), resolved.stat().st_size, resolved)


def local_folder(name: str) -> FilesystemSourceFile:
    """Return a source that makes a folder."""
    return FilesystemSourceFile(name, 0, Path(name), is_folder=True)


class TemporarySource:
    """Port `SourceFile`: a copy in the temporary folder, which is removed when it is closed.

    Args:
        name: Name for messages.
        copy_to: Makes the copy at a path.
    """

    is_folder = False

    def __init__(self, name: str, copy_to: Callable[[str], None]) -> None:
        self.name = name
        self._folder = TemporaryDirectory(prefix="openbis-")
        try:
            copy = Path(self._folder.name, "copy")
            copy_to(str(copy))
            self._copy = local_source(copy)
        except BaseException:
            self._folder.cleanup()
            raise
        self.size = self._copy.size

    def open(self) -> BinaryIO:
        """See the port."""
        return self._copy.open()

    def close(self) -> None:
        """Remove the copy."""
        self._folder.cleanup()
