"""Fakes of the ports `SyncFolders`, `SyncFolder` and `OpenSyncFolder`."""

from __future__ import annotations

import hashlib
import io
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.files.data_set_path import checked_path, folders_above
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen, Stamp
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState, LocalFileChanged, SyncFolderMissing, SyncRunning
from jupyter_openbis_server.domain.sync.ports import LocalFiles, SyncTarget, is_reserved
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolder, MemoryDownloadFolders


@dataclass(frozen=True)
class MemoryFile:
    """A file, or a folder if it has no content."""

    content: bytes | None
    stamp: Stamp | None = None


@dataclass
class MemoryTree:
    """One local folder. Tests change its files by `write`, `remove` and `rename`.

    Attributes:
        files: Files and folders by path.
        trash: Contents of deleted and replaced files with their former paths, in the order of their removal.
        unusable: See `LocalFiles`.
        unreadable: Paths of files that cannot be read.
    """

    files: dict[str, MemoryFile] = field(default_factory=dict)
    trash: list[tuple[str, bytes]] = field(default_factory=list)
    unusable: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    target: SyncTarget | None = None
    seen: dict[str, Seen] = field(default_factory=dict)
    md5s: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    is_running: bool = False
    exists: bool = False
    steps: int = 0

    def write(self, path: str, content: bytes) -> None:
        """Write a file as a program of the user does, with the folders above it."""
        self.put(path, content, self.stamp(len(content)))

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with its content."""
        for each in [each for each in self.files if each == path or each.startswith(f"{path}/")]:
            del self.files[each]

    def rename(self, path: str, to: str) -> None:
        """Rename a file."""
        file = self.files.pop(path)
        self.put(to, file.content, file.stamp)

    def make_folder(self, path: str) -> None:
        """Create a folder, with those above it."""
        self.put(path, None, None)

    def put(self, path: str, content: bytes | None, stamp: Stamp | None) -> None:
        """Set a file or folder, with the folders above it."""
        self.exists = True
        for above in folders_above(path):
            self.files.setdefault(above, MemoryFile(None))
        self.files[path] = MemoryFile(content, stamp)

    def stamp(self, size: int) -> Stamp:
        """Return a new stamp."""
        self.steps += 1
        return Stamp(size, self.steps, self.steps, self.steps)


class MemorySyncFolders:
    """`SyncFolders` in memory.

    Attributes:
        trees: The folders by absolute path.
    """

    def __init__(self) -> None:
        self.trees: dict[str, MemoryTree] = {}

    def look(self, folder: str) -> MemorySyncFolder:
        """See the port."""
        return MemorySyncFolder(folder, self._tree(folder))

    @contextmanager
    def open(self, folder: str, target: SyncTarget, *, is_known: bool = False) -> Iterator[MemorySyncFolder]:
        """See the port."""
        tree = self._tree(folder)
        if is_known and tree.target is None:
            raise SyncFolderMissing(folder)
        if tree.is_running:
            raise SyncRunning(folder, folder)
        if tree.target and not tree.target.is_same_as(target):
            raise InvalidSyncState(folder, "it is synchronised with something else")
        tree.is_running = tree.exists = True
        tree.target = tree.target or target
        try:
            yield MemorySyncFolder(folder, tree)
        finally:
            tree.is_running = False

    def _tree(self, folder: str) -> MemoryTree:
        if not posixpath.isabs(folder):
            raise InvalidPath(folder, "give the absolute path of a folder")
        return self.trees.setdefault(folder, MemoryTree())


class MemorySyncFolder:
    """`SyncFolder` and `OpenSyncFolder` in memory."""

    def __init__(self, path: str, tree: MemoryTree) -> None:
        self._path, self._tree = path, tree
        self._incoming = MemoryDownloadFolders()

    @property
    def path(self) -> str:
        """See the port."""
        return self._path

    @property
    def real_path(self) -> str:
        """See the port."""
        return self._path

    @property
    def target(self) -> SyncTarget | None:
        """See the port."""
        return self._tree.target

    def seen(self) -> Mapping[str, Seen]:
        """See the port."""
        return dict(self._tree.seen)

    def files(self, exclusion: Exclusion, cancellation: Cancellation) -> LocalFiles:
        """See the port."""
        cancellation.check()
        entries, excluded = {}, []
        for path, file in self._tree.files.items():
            if is_reserved(path) or any(exclusion.leaves_out(each) for each in (*folders_above(path), path)):
                excluded.append(path)
            elif path not in self._tree.unusable:
                entries[path] = LocalEntry(path, file.stamp)
        return LocalFiles(entries, tuple(excluded), dict(self._tree.unusable))

    def md5(self, entry: LocalEntry, cancellation: Cancellation) -> str | None:
        """See the port."""
        cancellation.check()
        if entry.path in self._tree.unreadable:
            raise SourceNotReadable(entry.path, "File cannot be read")
        file = self._tree.files.get(entry.path)
        if file is None or file.content is None or file.stamp != entry.stamp:
            return None
        return hashlib.md5(file.content, usedforsecurity=False).hexdigest()

    def source(self, entry: LocalEntry) -> MemorySource:
        """See the port."""
        return MemorySource(entry, self._tree)

    def entry(self, path: str) -> LocalEntry | None:
        """See the port."""
        checked_path(path)
        file = self._tree.files.get(path)
        return LocalEntry(path, file.stamp) if file else None

    @property
    def journal(self) -> str:
        """See the port."""
        return f"{self._path}/journal"

    def noted_md5(self, entry: LocalEntry) -> str | None:
        """See the port."""
        stamp, md5 = self._tree.md5s.get(entry.path, (None, None))
        return md5 if stamp and entry.stamp and stamp.shows(entry.stamp) else None

    def note_md5(self, entry: LocalEntry, md5: str) -> None:
        """See the port."""
        if entry.stamp:
            self._tree.md5s[entry.path] = (entry.stamp, md5)

    def note(self, seen: Iterable[Seen]) -> None:
        """See the port."""
        self._tree.seen.update({each.path: each for each in seen})

    def forget(self, paths: Iterable[str]) -> None:
        """See the port."""
        for path in paths:
            self._tree.seen.pop(path, None)

    def incoming(self) -> MemoryDownloadFolder:
        """See the port."""
        return self._incoming.at("/incoming")

    def place(
        self, file: DataSetFile, path: str, replaced: LocalEntry | None, *, keeps_replaced: bool = False
    ) -> LocalEntry:
        """See the port."""
        _checked(path)
        content = self._incoming.files.pop(f"/incoming/{file.local_path}")
        self._must_be(path, replaced)
        self._must_have_folder(path)
        former = self._tree.files.pop(path, None)
        if former and former.content is not None and keeps_replaced:
            self._tree.trash.append((path, former.content))
        self._tree.put(path, content, self._tree.stamp(len(content)))
        return LocalEntry(path, self._tree.files[path].stamp)

    def discard(self, entry: LocalEntry) -> None:
        """See the port."""
        if entry.is_folder:
            if any(each.startswith(f"{entry.path}/") for each in self._tree.files):
                raise LocalFileChanged(entry.path)
            self._tree.files.pop(entry.path, None)
            return
        self._must_be(entry.path, entry)
        self._tree.trash.append((entry.path, self._tree.files.pop(entry.path).content or b""))

    def move(self, entry: LocalEntry, path: str) -> LocalEntry:
        """See the port."""
        _checked(path)
        self._must_be(entry.path, entry)
        self._must_be(path, None)
        self._must_have_folder(path)
        self._tree.rename(entry.path, path)
        return LocalEntry(path, self._tree.files[path].stamp)

    def make_folder(self, path: str) -> None:
        """See the port."""
        _checked(path)
        if path not in self._tree.files:
            self._must_have_folder(path)
            self._tree.make_folder(path)

    def _must_be(self, path: str, expected: LocalEntry | None) -> None:
        file = self._tree.files.get(path)
        if (file.stamp if file else None) != (expected.stamp if expected else None) or (file and not file.stamp):
            raise LocalFileChanged(path)

    def _must_have_folder(self, path: str) -> None:
        files = self._tree.files
        if any(above in files and files[above].content is not None for above in folders_above(path)):
            raise LocalFileChanged(path)


def _checked(path: str) -> None:
    checked_path(path)
    if is_reserved(path):
        raise InvalidPath(path, "this name is reserved")


@dataclass(frozen=True)
class MemorySource:
    """`SourceFile` of a file in a `MemoryTree`."""

    entry: LocalEntry
    tree: MemoryTree = field(compare=False, repr=False)

    @property
    def name(self) -> str:
        """See the port."""
        return self.entry.path

    @property
    def size(self) -> int:
        """See the port."""
        return self.entry.size

    @property
    def is_folder(self) -> bool:
        """See the port."""
        return self.entry.is_folder

    def open(self) -> BinaryIO:
        """See the port."""
        file = self.tree.files.get(self.name)
        if self.name in self.tree.unreadable or file is None or file.content is None:
            raise SourceNotReadable(self.name)
        return io.BytesIO(file.content)
