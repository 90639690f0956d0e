"""Listing of a local folder with the statuses of its files."""

from __future__ import annotations

import os
import stat
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree, Parts
from jupyter_openbis_server.domain.errors import OpenbisError, SourceNotReadable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen, Stamp
from jupyter_openbis_server.domain.sync.ports import LocalFiles, is_reserved
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

_STEP_NS = 2_000_000_000
"""The coarsest step of time of file systems in use (FAT), in nanoseconds."""

_LINK = "a link; links are not synchronised"
_SPECIAL = "something that is neither a file nor a folder"
_NO_TEXT = "a name that is no text in UTF-8; rename it"
_UNREADABLE = "a folder that cannot be read"
_CLOSED = "a folder of Jupyter's own files"


class Scan:
    """Lists a folder.

    Args:
        tree: The folder.
        root: Its resolved path.
        exclusion: What to leave out.
        seen: What is known; of unchanged files, its values are used again, as there may be hundreds of thousands.
        closed: Resolved paths of folders that must not be read.
        now_ns: Returns the current time, in nanoseconds since the epoch.
        limit: Files and folders after which it stops; None for all.
    """

    def __init__(
        self,
        tree: FolderTree,
        root: Path,
        exclusion: Exclusion,
        seen: Mapping[str, Seen],
        closed: Collection[Path] = (),
        now_ns: Callable[[], int] = time.time_ns,
        limit: int | None = None,
    ) -> None:
        self._tree, self._root, self._exclusion, self._seen = tree, root, exclusion, seen
        self._closed, self._now_ns = closed, now_ns
        self._entries: dict[str, LocalEntry] = {}
        self._excluded: list[str] = []
        self._unusable: dict[str, str] = {}
        self._left = limit
        self._unlisted: list[str] = []

    def run(self, cancellation: Cancellation, begin: Parts = ()) -> LocalFiles:
        """Return the content, level by level, from `begin` on.

        Raises:
            SourceNotReadable: the folder where it begins cannot be read.
            Cancelled: on request.
        """
        waiting: deque[Parts] = deque([begin])
        while waiting:
            cancellation.check()
            parts = waiting.popleft()
            if self._left == 0:
                self._unlisted.append("/".join(parts))
                continue
            try:
                waiting.extend(self._below(parts))
            except FileNotFoundError:  # removed meanwhile
                continue
            except (OSError, OpenbisError) as error:
                if parts == begin:
                    raise SourceNotReadable(str(self._root.joinpath(*parts)), "The folder cannot be read") from error
                self._unusable["/".join(parts)] = _UNREADABLE
        return LocalFiles(self._entries, tuple(self._excluded), self._unusable, tuple(self._unlisted))

    def _below(self, parts: Parts) -> list[Parts]:
        """Add the entries of a folder; return its subfolders."""
        now = self._now_ns()
        below = []
        with self._tree.using(parts, "/".join(parts)) as folder:
            for name, status in folder.statuses():
                path = "/".join((*parts, name))
                if is_reserved(path) or PartialName.read(name):
                    continue
                if self._is_enough():
                    self._unlisted.append("/".join(parts))
                    break
                if self._exclusion.leaves_out(path):
                    self._excluded.append(_printable(path))
                elif problem := self._problem_of(path, status):
                    self._unusable[path] = problem
                elif stat.S_ISDIR(status.st_mode):
                    self._entries[path] = LocalEntry(path)
                    below.append((*parts, name))
                else:
                    self._entries[path] = self._file(path, stamp_of(status, now))
        return below

    def _is_enough(self) -> bool:
        """Return whether enough entries were counted; count one more otherwise."""
        if self._left is None or self._left == 0:
            return self._left == 0
        self._left -= 1
        return False

    def _file(self, path: str, stamp: Stamp) -> LocalEntry:
        known = self._seen.get(path)
        return LocalEntry(known.path, known.stamp) if known and known.stamp == stamp else LocalEntry(path, stamp)

    def _problem_of(self, path: str, status: os.stat_result) -> str:
        if stat.S_ISLNK(status.st_mode):
            return _LINK
        if not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
            return _SPECIAL
        if _printable(path) != path:
            return _NO_TEXT
        return _CLOSED if self._closed and self._root / path in self._closed else ""


def stamp_of(status: os.stat_result, now_ns: int) -> Stamp:
    """Return the stamp of a file.

    It is certain if the file was last modified some time ago: a change of its content now gives it another
    modification time. The clock may be wrong: a time in the future is not certain, either.
    """
    is_certain = status.st_mtime_ns + _STEP_NS < now_ns
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, is_certain)


def _printable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()
