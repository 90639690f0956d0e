"""Open folders below one root, shared by many files."""

from __future__ import annotations

import errno
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.folders.names import resolved_inside
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import HAS_DESCRIPTORS, NotAFolder, OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.domain.errors import InvalidPath, OpenbisError, TargetNotWritable

Parts = tuple[str, ...]

_MAX_IDLE = 16
"""Unused folders that stay open while others are used: files arrive folder by folder."""

_MAX_LINKS = 8

_REMOVED = frozenset({errno.ENOENT, getattr(errno, "ESTALE", errno.ENOENT)})


class FolderTree:
    """Opens folders below a root, each relative to its parent, never through a link that leads outside.

    A folder is checked when it is opened and stays the same folder: a link that replaces it later has no effect. All
    folders are closed as soon as none is in use, so a tree needs no `close`.
    """

    def __init__(self, root: Path, identity: tuple[int, int] | None, *, descriptors: bool = HAS_DESCRIPTORS) -> None:
        """Create a tree; the root is opened on first use.

        Args:
            root: The resolved path of the root.
            identity: Its `OpenFolder.identity`, if it must not be replaced by another folder.
            descriptors: Whether folders are held open by descriptors. Otherwise their paths are checked on each use.
        """
        self._root = root
        self._identity = identity
        self._descriptors = descriptors
        self._open: OrderedDict[Parts, OpenFolder] = OrderedDict()
        self._users: dict[OpenFolder, int] = {}
        self._known: dict[tuple[int, int], Parts] = {}
        self._lock = threading.Lock()

    @property
    def is_missing(self) -> bool:
        """Whether there is no root: one look at its path instead of opening all folders above it, for each file."""
        try:
            self._root.stat()
        except FileNotFoundError:
            return True
        except OSError:
            pass
        return False

    def acquire(self, parts: Parts, shown: str, *, make: bool = False) -> OpenFolder:
        """Open a folder; the caller must release it.

        Args:
            parts: Its path below the root.
            shown: The path of the folder or of a file in it, for messages.
            make: Create the folder and its parents if they are missing.

        Raises:
            InvalidPath: a link leads outside.
            TargetNotWritable: a parent is a file, or two names of folders are equal to the disk.
            OSError: the file system refuses.
        """
        with self._lock:
            try:
                folder = self._walk(parts, shown, make=make)
                self._users[folder] = self._users.get(folder, 0) + 1
            except BaseException:
                self._close_if_unused()
                raise
            return folder

    def release(self, folder: OpenFolder) -> None:
        """Release a folder; it is closed when it has no user."""
        with self._lock:
            self._users[folder] -= 1
            if not self._users[folder]:
                del self._users[folder]
                if folder not in self._open.values():
                    folder.close()
            self._close_if_unused()

    @contextmanager
    def using(self, parts: Parts, shown: str, *, make: bool = False) -> Iterator[OpenFolder]:
        """Open a folder for a `with` block. Raises as `acquire`."""
        folder = self.acquire(parts, shown, make=make)
        try:
            yield folder
        finally:
            self.release(folder)

    def forget_removed(self, error: OSError) -> bool:
        """Return whether an error means that an open folder was removed; if so, forget all open folders."""
        if error.errno not in _REMOVED:
            return False
        with self._lock:
            self._let_go(list(self._open))
        return True

    def below(self) -> Iterator[Parts]:
        """Yield the paths of all folders, the root's () first. Links and unreadable folders are skipped."""
        waiting: deque[Parts] = deque([()])
        while waiting:
            parts = waiting.popleft()
            yield parts
            with suppress(OSError, OpenbisError), self.using(parts, "/".join(parts)) as folder:
                waiting.extend((*parts, each.name) for each in folder.entries() if each.is_folder)

    def _walk(self, parts: Parts, shown: str, *, make: bool, links: int = _MAX_LINKS) -> OpenFolder:
        folder, begin = self._nearest(parts)
        for place in range(begin, len(parts)):
            entered = parts[: place + 1]
            try:
                folder = self._remembered(entered, folder.enter(parts[place], make=make))
                self._close_some()
            except NotAFolder:
                if not links:
                    raise InvalidPath(shown, "too many links are in the way") from None
                rest = parts[place + 1 :]
                return self._walk((*self._behind_link(entered, shown), *rest), shown, make=make, links=links - 1)
        return folder

    def _nearest(self, parts: Parts) -> tuple[OpenFolder, int]:
        """Return the deepest open folder on a path, and the number of parts that lead to it."""
        for length in range(len(parts), -1, -1):
            folder = self._open.get(parts[:length])
            if folder is not None:
                self._open.move_to_end(parts[:length])
                return folder, length
        return self._remembered((), self._opened_root()), 0

    def _behind_link(self, parts: Parts, shown: str) -> Parts:
        """Return the target of a link, relative to the root. Raises InvalidPath, TargetNotWritable: it is a file."""
        real = resolved_inside(self._root, self._root.joinpath(*parts), shown)
        inside = real.relative_to(self._root).parts
        if inside == parts:
            raise TargetNotWritable(str(real), "there is a file of that name")
        if "/".join(inside).casefold() == "/".join(parts).casefold():  # how Windows shows it
            raise _same_folder(self._root, parts, inside)
        return inside

    def _opened_root(self) -> OpenFolder:
        folder = OpenFolder.at(self._root, descriptors=self._descriptors)
        if self._identity not in (None, folder.identity):
            folder.close()
            raise TargetNotWritable(str(self._root), "another folder has taken its place meanwhile")
        return folder

    def _remembered(self, parts: Parts, folder: OpenFolder) -> OpenFolder:
        """Keep an open folder. Raises TargetNotWritable: it is already known by another name."""
        known = self._known.get(folder.identity, parts)
        if known != parts and _is_one(folder, self._root.joinpath(*known)):
            folder.close()
            raise _same_folder(self._root, parts, known)
        self._known[folder.identity] = parts
        self._open[parts] = folder
        return folder

    def _close_some(self) -> None:
        idle = [parts for parts, folder in self._open.items() if folder not in self._users]
        self._let_go(idle[: max(0, len(idle) - _MAX_IDLE)])

    def _close_if_unused(self) -> None:
        if not self._users:
            self._let_go(list(self._open))

    def _let_go(self, several: list[Parts]) -> None:
        """Forget open folders; those in use are closed when they are released."""
        for parts in several:
            folder = self._open.pop(parts)
            if folder not in self._users:
                folder.close()


def _same_folder(root: Path, parts: Parts, known: Parts) -> TargetNotWritable:
    return TargetNotWritable(str(root.joinpath(*parts)), f"on this disk it is the same folder as {'/'.join(known)}")


def _is_one(folder: OpenFolder, other: Path) -> bool:
    """Return whether another path still leads to the same folder: inodes of removed folders are reused."""
    with storage_errors(other):
        try:
            status = other.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
    return (status.st_dev, status.st_ino) == folder.identity
