"""Local files that an upload reads."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import Entry, NotAFile, OpenFolder
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

_NO_FILE = "Not a file"
_UNREADABLE = "File cannot be read"


@dataclass(frozen=True)
class FilesystemSourceFile:
    """Port `SourceFile`.

    Attributes:
        name: Its name in the data set.
        size: Its size in bytes when it was found.
        path: The resolved path.
        is_folder: Whether it is an empty folder.
    """

    name: str
    size: int
    path: Path
    is_folder: bool = False

    def open(self) -> BinaryIO:
        """See the port. A pipe or link that has replaced it or one of its parents since is not read."""
        try:
            with closing(OpenFolder.at(self.path.parent)) as folder:
                descriptor = folder.open(self.path.name)
        except OSError as error:
            raise SourceNotReadable(self.name, problem_of(error)) from error
        return os.fdopen(descriptor, "rb", buffering=0)  # it is read in large blocks


@dataclass(frozen=True)
class _Entry:
    """An entry of a folder during the traversal.

    Attributes:
        path: The resolved path.
        name: Its name in the data set.
        shown: The path for messages.
        above: Its parent folders, resolved.
    """

    path: Path
    name: str
    shown: str
    above: frozenset[Path]


def found_at(
    places: DownloadPolicy, path: Path, name: str, shown: str, exclusion: Exclusion, left_out: list[str]
) -> Iterator[FilesystemSourceFile]:
    """Yield the file at a path; for a folder, all files in it and all empty folders, in arbitrary order.

    Args:
        places: The policy; no link may lead out of its folders.
        path: The resolved path.
        name: Its name in the data set.
        shown: The path for messages.
        exclusion: Entries of folders to leave out; they are not read.
        left_out: Receives the names of these entries, folders with a slash at the end.

    Raises:
        InvalidPath: a link leads outside or to a parent folder.
        SourceNotReadable: an entry is neither file nor folder, or cannot be read.
    """
    waiting = [_Entry(path, name, shown, frozenset())]
    while waiting:
        entry = waiting.pop()
        _check_text(entry.name, entry.shown)
        try:
            status = entry.path.lstat()
            if stat.S_ISDIR(status.st_mode):
                inside = _inside(entry, places, len(name) + 1, exclusion, left_out)
                waiting += inside
                if not inside:
                    yield FilesystemSourceFile(entry.name, 0, entry.path, is_folder=True)
                continue
        except OSError as error:
            raise SourceNotReadable(entry.shown, problem_of(error)) from error
        yield _readable(entry, status)


def problem_of(error: OSError) -> str:
    """Return the message for a file that could not be opened."""
    if isinstance(error, NotAFile):
        return _NO_FILE
    return "File not found" if isinstance(error, FileNotFoundError) else _UNREADABLE


def _inside(
    folder: _Entry, places: DownloadPolicy, start: int, exclusion: Exclusion, left_out: list[str]
) -> list[_Entry]:
    """Return the entries of a folder that are not excluded; exclusions apply to names from index `start`."""
    above = folder.above | {folder.path}
    wanted = []
    with closing(OpenFolder.at(folder.path)) as opened:
        for each in opened.entries():
            name = f"{folder.name}/{each.name}"
            if exclusion.leaves_out(name[start:]):
                left_out.append(_printable(f"{name}/" if each.is_folder else name))
            else:
                wanted.append(_entry_of(each, folder, places, above))
    return wanted


def _entry_of(each: Entry, folder: _Entry, places: DownloadPolicy, above: frozenset[Path]) -> _Entry:
    shown = f"{folder.shown}/{each.name}"
    path = folder.path / each.name
    if each.is_link:
        path = Path(os.path.realpath(path))
        places.check_source(path, Path(), shown)
        if path in above or folder.path.is_relative_to(path):
            raise InvalidPath(shown, "a link leads back to a folder that it is in")
    return _Entry(path, f"{folder.name}/{each.name}", shown, above)


def _check_text(name: str, shown: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise SourceNotReadable(_printable(shown), "The name is no UTF-8 text, rename it") from error


def _printable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def _readable(entry: _Entry, status: os.stat_result) -> FilesystemSourceFile:
    if not stat.S_ISREG(status.st_mode):
        raise SourceNotReadable(entry.shown, _NO_FILE)
    if not os.access(entry.path, os.R_OK):
        raise SourceNotReadable(entry.shown, _UNREADABLE)
    return FilesystemSourceFile(entry.name, status.st_size, entry.path)
