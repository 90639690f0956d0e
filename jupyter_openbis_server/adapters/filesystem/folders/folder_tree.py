"""The folders below one root, opened once and used by many files."""

from __future__ import annotations

import errno
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.names import resolved_inside
from jupyter_openbis_server.adapters.filesystem.open_folder import HAS_DESCRIPTORS, NotAFolder, OpenFolder
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.domain.errors import InvalidPath, OpenbisError, TargetNotWritable

Parts = tuple[str, ...]

_KEPT = 16
"""So many folders that nobody uses just now stay open while some are used: files come folder by folder."""

_MOST_LINKS = 8

_REMOVED = frozenset({errno.ENOENT, getattr(errno, "ESTALE", errno.ENOENT)})


class FolderTree:
    """Opens folders below a root, each from the one above it and never through a link that leads outside.

    A folder is checked when it is opened and stays the same one: a link that takes its place later has no effect. As
    soon as no folder is in use all are closed; nothing has to be ended.
    """

    def __init__(self, root: Path, identity: tuple[int, int] | None, *, descriptors: bool = HAS_DESCRIPTORS) -> None:
        """Take note of a root.

        Args:
            root: Where it is, all links followed.
            identity: What `OpenFolder.identity` told of it, if it must not be replaced.
            descriptors: Whether folders are held by descriptors. Otherwise by their paths, which are checked each time.
        """
        self._root = root
        self._identity = identity
        self._descriptors = descriptors
        self._open: OrderedDict[Parts, OpenFolder] = OrderedDict()
        self._users: dict[OpenFolder, int] = {}
        self._known: dict[tuple[int, int], Parts] = {}
        self._lock = threading.Lock()

    def acquire(self, parts: Parts, shown: str, *, make: bool = False) -> OpenFolder:
        """Open a folder; it has to be released.

        Args:
            parts: Its path below the root.
            shown: What the user knows it, or what shall be put into it, by.
            make: Whether it is made, with those above it, where it is missing.

        Raises:
            InvalidPath: a link leads outside.
            TargetNotWritable: a file is in the place of a folder, or two folders are one and the same to the disk.
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
        """Say that a folder is not needed any more."""
        with self._lock:
            self._users[folder] -= 1
            if not self._users[folder]:
                del self._users[folder]
                if folder not in self._open.values():
                    folder.close()
            self._close_if_unused()

    @contextmanager
    def using(self, parts: Parts, shown: str, *, make: bool = False) -> Iterator[OpenFolder]:
        """Open a folder for the length of a block. Raises as `acquire`."""
        folder = self.acquire(parts, shown, make=make)
        try:
            yield folder
        finally:
            self.release(folder)

    def forget_removed(self, error: OSError) -> bool:
        """Whether an error tells that a folder was removed while it was open. Then whoever asks next gets a new one."""
        if error.errno not in _REMOVED:
            return False
        with self._lock:
            self._let_go(list(self._open))
        return True

    def below(self) -> Iterator[Parts]:
        """Yield the paths of all folders, the root's () first. Links, and what cannot be read, are left out."""
        waiting: deque[Parts] = deque([()])
        while waiting:
            parts = waiting.popleft()
            yield parts
            with suppress(OSError, OpenbisError), self.using(parts, "/".join(parts)) as folder:
                waiting.extend((*parts, each.name) for each in folder.entries() if each.is_folder)

    def _walk(self, parts: Parts, shown: str, *, make: bool, links: int = _MOST_LINKS) -> OpenFolder:
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
        """Return the lowest folder on a path that is open, and how many of the parts lead to it."""
        for length in range(len(parts), -1, -1):
            folder = self._open.get(parts[:length])
            if folder is not None:
                self._open.move_to_end(parts[:length])
                return folder, length
        return self._remembered((), self._opened_root()), 0

    def _behind_link(self, parts: Parts, shown: str) -> Parts:
        """Return where a link leads to, below the root. Raises InvalidPath, TargetNotWritable: it is a file."""
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
        """Keep an open folder. Raises TargetNotWritable: it is one that is known by another name."""
        known = self._known.get(folder.identity, parts)
        if known != parts and _is_one(folder, self._root.joinpath(*known)):
            folder.close()
            raise _same_folder(self._root, parts, known)
        self._known[folder.identity] = parts
        self._open[parts] = folder
        return folder

    def _close_some(self) -> None:
        idle = [parts for parts, folder in self._open.items() if folder not in self._users]
        self._let_go(idle[: max(0, len(idle) - _KEPT)])

    def _close_if_unused(self) -> None:
        if not self._users:
            self._let_go(list(self._open))

    def _let_go(self, several: list[Parts]) -> None:
        """Remember open folders no longer; those in use are closed when they are released."""
        for parts in several:
            folder = self._open.pop(parts)
            if folder not in self._users:
                folder.close()


def _same_folder(root: Path, parts: Parts, known: Parts) -> TargetNotWritable:
    return TargetNotWritable(str(root.joinpath(*parts)), f"on this disk it is the same folder as {'/'.join(known)}")


def _is_one(folder: OpenFolder, other: Path) -> bool:
    """Whether another path leads to the same folder still: numbers of removed folders are used again."""
    with storage_errors(other):
        try:
            status = other.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
    return (status.st_dev, status.st_ino) == folder.identity
