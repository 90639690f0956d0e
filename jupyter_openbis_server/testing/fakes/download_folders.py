"""Fakes of the ports `DownloadFolders` and `DownloadFolder`."""

from __future__ import annotations

import posixpath
import threading
from collections.abc import Iterable

from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile
from jupyter_openbis_server.domain.downloads.folder_names import perm_id_in
from jupyter_openbis_server.domain.downloads.manifest import MANIFEST_NAME, LocalDownload, Manifest
from jupyter_openbis_server.domain.errors import DiskFull, InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.files.data_set_path import checked_path
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.incoming_file import MemoryIncomingFile, Partial


class MemoryDownloadFolders:
    """`DownloadFolders` with an in-memory disk.

    Attributes:
        files: Maps the absolute path of each complete file to its content.
        folders: Absolute paths of all created folders.
        partials: Maps the absolute path of each suspended file to its received part.
        links: Maps the absolute path of each link to its target.
        manifests: Maps the absolute path of a data set's folder to its manifest.
        unreadable: Absolute paths of files that cannot be read.
        outside: Absolute paths of files or folders that are links to a target outside.
        capacity: Capacity of the disk in bytes, including incoming files; None for no limit.
    """

    def __init__(self, capacity: int | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = set()
        self.partials: dict[str, Partial] = {}
        self.links: dict[str, str] = {}
        self.manifests: dict[str, Manifest] = {}
        self.unreadable: set[str] = set()
        self.outside: set[str] = set()
        self.capacity = capacity
        self._blocked: set[str] = set()
        self._closed: set[str] = set()
        self._arriving = 0
        self._lock = threading.RLock()

    def block(self, path: str) -> None:
        """Reject files and folders at or below an absolute path from now on."""
        self._blocked.add(path)

    def unblock(self, path: str) -> None:
        """Accept an absolute path again."""
        self._blocked.discard(path)

    def close(self, path: str) -> None:
        """Reject downloads to or below an absolute path from now on."""
        self._closed.add(path)

    def check(self, folder: str) -> None:
        """See `DownloadFolders.check`."""
        if not posixpath.isabs(folder) or "\0" in folder:
            raise InvalidPath(folder, "name the folder by its absolute path")
        if _is_in(posixpath.normpath(folder), self._closed):
            raise InvalidPath(folder, "downloads do not go there; choose another folder")

    def at(self, folder: str, *names: str) -> MemoryDownloadFolder:
        """See `DownloadFolders.at`."""
        path = self._path(folder, names)
        self.check(path)
        return MemoryDownloadFolder(self, path)

    def find(self, folder: str, *names: str, perm_id: str) -> str | None:
        """See `DownloadFolders.find`."""
        base = self._path(folder, (*names, perm_id)).removesuffix(f"/{perm_id}")
        near = [posixpath.basename(each) for each in (*self.folders, *self.links) if posixpath.dirname(each) == base]
        found = [each for each in near if perm_id_in(each) == perm_id]
        return min(found, key=lambda name: (name != perm_id, name), default=None)

    def _path(self, folder: str, names: tuple[str, ...]) -> str:
        self.check(folder)
        for name in names:
            if len(checked_path(name)) != 1:
                raise InvalidPath(name, "this is not the permId of a data set")
        return posixpath.join(posixpath.normpath(folder), *names)

    def prepare(self, folder: str, *names: str) -> MemoryDownloadFolder:
        """See `DownloadFolders.prepare`."""
        prepared = self.at(folder, *names)
        self.make(prepared.path)
        return prepared

    def ensure_writable(self, folder: str) -> None:
        """See `DownloadFolders.ensure_writable`."""
        self.make(self.identity(folder))

    def link(self, folder: str, *names: str, target: str) -> str:
        """See `DownloadFolders.link`."""
        path = self.at(folder, *names).path
        if path in self.files or path in self.folders:
            raise TargetNotWritable(path, "there is a file or folder of that name")
        self.make(posixpath.dirname(path))
        self.must_not_be_blocked(path)
        self.links[path] = target
        return path

    def identity(self, folder: str) -> str:
        """See `DownloadFolders.identity`."""
        self.check(folder)
        return posixpath.normpath(folder)

    def free_bytes(self, folder: str) -> int | None:
        """See `DownloadFolders.free_bytes`."""
        self.check(folder)
        with self._lock:
            return None if self.capacity is None else max(0, self.capacity - self._used())

    def downloads(self, folder: str) -> tuple[LocalDownload, ...]:
        """See `DownloadFolders.downloads`."""
        base = self.identity(folder)
        near = {path for path in self.manifests if base in (path, posixpath.dirname(path), _above(path, 2))}
        return tuple(LocalDownload(path, self.manifests[path]) for path in sorted(near))

    def make(self, path: str) -> None:
        """Create the folder at an absolute path, with its parents. Raises TargetNotWritable."""
        self.must_not_be_blocked(path)
        with self._lock:
            if path in self.files:
                raise TargetNotWritable(path, "there is a file of that name")
            while path != "/":
                self.folders.add(path)
                path = posixpath.dirname(path)

    def must_not_be_blocked(self, path: str) -> None:
        """Raise TargetNotWritable if the path is blocked."""
        if _is_in(path, self._blocked):
            raise TargetNotWritable(path, "permission denied")

    def occupy(self, path: str, size: int) -> None:
        """Count the bytes of an incoming file. Raises DiskFull."""
        with self._lock:
            if self.capacity is not None and self._used() + size > self.capacity:
                raise DiskFull(path)
            self._arriving += size

    def release(self, size: int) -> None:
        """Subtract bytes of an incoming file."""
        with self._lock:
            self._arriving -= size

    def keep_partial(self, path: str, partial: Partial) -> None:
        """Store the received part of a file and discard an earlier one."""
        with self._lock:
            self.drop_partial(path)
            self.partials[path] = partial

    def take_partial(self, path: str) -> Partial | None:
        """Remove and return the stored part of a file; None without any."""
        return self.partials.pop(path, None)

    def drop_partial(self, path: str) -> None:
        """Discard the stored part of a file, if any."""
        partial = self.take_partial(path)
        if partial:
            self.release(len(partial.content))

    def _used(self) -> int:
        return self._arriving + sum(map(len, self.files.values()))


class MemoryDownloadFolder:
    """`DownloadFolder` of a `MemoryDownloadFolders`."""

    def __init__(self, disk: MemoryDownloadFolders, path: str) -> None:
        self._disk = disk
        self._path = path

    @property
    def path(self) -> str:
        """See `DownloadFolder.path`."""
        return self._path

    def manifest(self) -> Manifest | None:
        """See `DownloadFolder.manifest`."""
        return self._disk.manifests.get(self._path)

    def write_manifest(self, manifest: Manifest) -> None:
        """See `DownloadFolder.write_manifest`."""
        self._disk.must_not_be_blocked(self._path)
        self._disk.manifests[self._path] = manifest

    def inspect(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """See `DownloadFolder.inspect`."""
        cancellation.check()
        target = self._target(file.local_path)
        if _is_in(target, self._disk.outside):
            raise InvalidPath(file.local_path, "a link leads outside the folder")
        if target in self._disk.unreadable:
            return LocalFile(FileState.UNREADABLE)
        partial = self._disk.partials.get(target)
        present = partial.ranges.total if partial and partial.belongs_to(file) else 0
        content = self._disk.files.get(target)
        if target in self._disk.folders:
            return LocalFile(FileState.DIFFERENT)
        if content is None:
            return LocalFile(FileState.PARTIAL if present else FileState.MISSING, present)
        if len(content) == file.size and (not content or crc32(content) == file.crc32):
            return LocalFile(FileState.COMPLETE, file.size)
        return LocalFile(FileState.DIFFERENT, present)

    def has(self, file: DataSetFile) -> bool:
        """See `DownloadFolder.has`."""
        content = self._disk.files.get(self._target(file.local_path))
        return content is not None and len(content) == file.size

    def make_folder(self, path: str) -> None:
        """See `DownloadFolder.make_folder`."""
        self._disk.make(self._target(path))

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> MemoryIncomingFile:
        """See `DownloadFolder.receive`."""
        target = self._target(file.local_path)
        self._disk.make(posixpath.dirname(target))
        self._disk.must_not_be_blocked(target)
        if target in self._disk.folders:
            raise TargetNotWritable(target, "there is a folder of that name")
        partial = self._disk.take_partial(target) if resumable and self._has_partial_of(file, target) else None
        return MemoryIncomingFile(self._disk, target, partial or Partial(file), resumable=resumable)

    def clean_up(self) -> None:
        """See `DownloadFolder.clean_up`."""
        for target in list(self._disk.partials):
            if target.startswith(f"{self._path}/") and target in self._disk.files:
                self._disk.drop_partial(target)

    def _has_partial_of(self, file: DataSetFile, target: str) -> bool:
        partial = self._disk.partials.get(target)
        return partial is not None and partial.belongs_to(file)

    def _target(self, path: str) -> str:
        parts = checked_path(path)
        if parts == (MANIFEST_NAME,):
            raise InvalidPath(path, "this is the name of the manifest, which is there")
        return posixpath.join(self._path, *parts)


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in folders)


def _above(path: str, levels: int) -> str:
    return path if not levels else _above(posixpath.dirname(path), levels - 1)
