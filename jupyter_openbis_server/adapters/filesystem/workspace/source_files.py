"""Files of the user's, as an upload reads them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jupyter_openbis_server.adapters.filesystem.names import resolved_inside
from jupyter_openbis_server.adapters.filesystem.open_folder import Entry, NotAFile, OpenFolder
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable

_NO_FILE = "Not a file"
_UNREADABLE = "File cannot be read"


@dataclass(frozen=True)
class FilesystemSourceFile:
    """Port `SourceFile`.

    Attributes:
        name: As the user calls it.
        size: Bytes, when it was found.
        path: Where it is, all links followed.
        is_folder: Whether it is an empty folder.
    """

    name: str
    size: int
    path: Path
    is_folder: bool = False

    def open(self) -> BinaryIO:
        """See the port. A pipe or link that has taken its place since, or that of a folder above it, is not read."""
        try:
            with closing(OpenFolder.at(self.path.parent)) as folder:
                descriptor = folder.open(self.path.name)
        except OSError as error:
            raise SourceNotReadable(self.name, problem_of(error)) from error
        return os.fdopen(descriptor, "rb", buffering=0)  # it is read in large blocks


@dataclass(frozen=True)
class _Entry:
    """Something in a folder that is being walked through.

    Attributes:
        path: Where it is, all links followed.
        name: What it will be called in the data set.
        shown: What the user knows it by.
        above: The folders around it, all links followed.
    """

    path: Path
    name: str
    shown: str
    above: frozenset[Path]


def found_at(root: Path, path: Path, name: str, shown: str) -> Iterator[FilesystemSourceFile]:
    """Yield the file at a path; of a folder all files in it and the folders that are empty, in no order.

    Args:
        root: No link may lead out of this folder.
        path: Where it is, all links followed.
        name: Its name in the data set.
        shown: What the user knows it by.

    Raises:
        InvalidPath: a link leads outside or in a circle.
        SourceNotReadable: something is neither file nor folder, or must not be read.
    """
    waiting = [_Entry(path, name, shown, frozenset())]
    while waiting:
        entry = waiting.pop()
        _check_text(entry.name, entry.shown)
        try:
            status = entry.path.lstat()
            if stat.S_ISDIR(status.st_mode):
                inside = _inside(entry, root)
                waiting += inside
                if not inside:
                    yield FilesystemSourceFile(entry.name, 0, entry.path, is_folder=True)
                continue
        except OSError as error:
            raise SourceNotReadable(entry.shown, problem_of(error)) from error
        yield _readable(entry, status)


def problem_of(error: OSError) -> str:
    """Return what to tell the user about a file that could not be reached."""
    if isinstance(error, NotAFile):
        return _NO_FILE
    return "File not found" if isinstance(error, FileNotFoundError) else _UNREADABLE


def _inside(folder: _Entry, root: Path) -> list[_Entry]:
    above = folder.above | {folder.path}
    with closing(OpenFolder.at(folder.path)) as opened:
        return [_entry_of(each, folder, root, above) for each in opened.entries()]


def _entry_of(each: Entry, folder: _Entry, root: Path, above: frozenset[Path]) -> _Entry:
    shown = f"{folder.shown}/{each.name}"
    path = folder.path / each.name
    if each.is_link:
        path = resolved_inside(root, path, shown)
        if path in above or folder.path.is_relative_to(path):
            raise InvalidPath(shown, "a link leads back to a folder that it is in")
    return _Entry(path, f"{folder.name}/{each.name}", shown, above)


def _check_text(name: str, shown: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError as error:
        legible = shown.encode(errors="backslashreplace").decode()
        raise SourceNotReadable(legible, "The name is no UTF-8 text, rename it") from error


def _readable(entry: _Entry, status: os.stat_result) -> FilesystemSourceFile:
    if not stat.S_ISREG(status.st_mode):
        raise SourceNotReadable(entry.shown, _NO_FILE)
    if not os.access(entry.path, os.R_OK):
        raise SourceNotReadable(entry.shown, _UNREADABLE)
    return FilesystemSourceFile(entry.name, status.st_size, entry.path)
