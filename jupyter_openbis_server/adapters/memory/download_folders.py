"""Downloads that end up in memory."""

from __future__ import annotations

import posixpath
import threading
import zlib

from jupyter_openbis_server.domain.errors import DiskFull, IntegrityError, InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.model import DataSetFile
from jupyter_openbis_server.domain.model.data_set_path import checked_path


class MemoryDownloadFolders:
    """`DownloadFolders` whose disk is a mapping.

    Attributes:
        files: Absolute path to content of all complete files.
        folders: Absolute paths of all folders that were made.
        capacity: How many bytes the disk holds, arriving ones included; None for no limit.
    """

    def __init__(self, capacity: int | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = set()
        self.capacity = capacity
        self._blocked: set[str] = set()
        self._arriving = 0
        self._lock = threading.RLock()

    def block(self, path: str) -> None:
        """Let nothing be made at or below an absolute path from now on."""
        self._blocked.add(path)

    def check(self, folder: str) -> None:
        """See `DownloadFolders.check`."""
        if not posixpath.isabs(folder) or "\0" in folder:
            raise InvalidPath(folder, "name the folder by its absolute path")

    def prepare(self, folder: str, perm_id: str) -> MemoryDownloadFolder:
        """See `DownloadFolders.prepare`."""
        self.check(folder)
        if len(checked_path(perm_id)) != 1:
            raise InvalidPath(perm_id, "this is not the permId of a data set")
        path = posixpath.join(posixpath.normpath(folder), perm_id)
        self.make(path)
        return MemoryDownloadFolder(self, path)

    def make(self, path: str) -> None:
        """Make the folder at an absolute path, with those above it. Raises TargetNotWritable."""
        self.must_be_writable(path)
        with self._lock:
            if path in self.files:
                raise TargetNotWritable(path, "there is a file of that name")
            while path != "/":
                self.folders.add(path)
                path = posixpath.dirname(path)

    def must_be_writable(self, path: str) -> None:
        """Raise TargetNotWritable if the path was blocked."""
        if any(path == blocked or path.startswith(f"{blocked}/") for blocked in self._blocked):
            raise TargetNotWritable(path, "permission denied")

    def occupy(self, path: str, size: int) -> None:
        """Count bytes that arrive for a file. Raises DiskFull."""
        with self._lock:
            used = self._arriving + sum(map(len, self.files.values()))
            if self.capacity is not None and used + size > self.capacity:
                raise DiskFull(path)
            self._arriving += size

    def release(self, size: int) -> None:
        """Forget bytes that had arrived."""
        with self._lock:
            self._arriving -= size


class MemoryDownloadFolder:
    """`DownloadFolder` below which nothing lies but entries of a mapping."""

    def __init__(self, disk: MemoryDownloadFolders, path: str) -> None:
        self._disk = disk
        self._path = path

    @property
    def path(self) -> str:
        """See `DownloadFolder.path`."""
        return self._path

    def make_folder(self, path: str) -> None:
        """See `DownloadFolder.make_folder`."""
        self._disk.make(posixpath.join(self._path, *checked_path(path)))

    def receive(self, file: DataSetFile) -> MemoryIncomingFile:
        """See `DownloadFolder.receive`."""
        target = posixpath.join(self._path, *checked_path(file.path))
        self._disk.make(posixpath.dirname(target))
        self._disk.must_be_writable(target)
        if target in self._disk.folders:
            raise TargetNotWritable(target, "there is a folder of that name")
        return MemoryIncomingFile(self._disk, target, file)


class MemoryIncomingFile:
    """`IncomingFile` that complains with RuntimeError when it is used after its end."""

    def __init__(self, disk: MemoryDownloadFolders, target: str, file: DataSetFile) -> None:
        self._disk = disk
        self._target = target
        self._file = file
        self._content = bytearray()
        self._end: str | None = None
        self._lock = threading.Lock()

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """See `IncomingFile.write`."""
        self._must_be_open()
        self._disk.must_be_writable(self._target)
        with self._lock:
            missing = offset + len(data) - len(self._content)
            if missing > 0:
                self._disk.occupy(self._target, missing)
                self._content.extend(bytes(missing))
            self._content[offset : offset + len(data)] = data

    def complete(self) -> None:
        """See `IncomingFile.complete`."""
        self._must_be_open()
        self._ended("failed to complete")
        self._disk.must_be_writable(self._target)
        self._check()
        self._disk.files[self._target] = bytes(self._content)
        self._end = "completed"

    def discard(self) -> None:
        """See `IncomingFile.discard`. Allowed also where `complete` has failed."""
        if self._end == "completed":
            raise RuntimeError(f"{self._target} was completed")
        if self._end is None:
            self._ended("discarded")

    def _must_be_open(self) -> None:
        if self._end is not None:
            raise RuntimeError(f"{self._target} was {self._end}")

    def _ended(self, how: str) -> None:
        self._end = how
        self._disk.release(len(self._content))

    def _check(self) -> None:
        size, crc32 = len(self._content), zlib.crc32(self._content)
        if size != self._file.size:
            raise IntegrityError(self._file.path, f"{size} bytes arrived instead of {self._file.size}")
        if self._file.crc32 not in (None, crc32):
            raise IntegrityError(self._file.path, "the checksum is wrong")
