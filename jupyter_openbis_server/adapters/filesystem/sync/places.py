"""Places of files in `.openbis-sync`, and files that are moved there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree, Parts
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import NotAFolder, OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_error
from jupyter_openbis_server.domain.sync.entries import Stamp
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER

T = TypeVar("T")

INCOMING: Parts = (STATE_FOLDER, "incoming")
REPLACED: Parts = (STATE_FOLDER, "replaced")
TRASH: Parts = (STATE_FOLDER, "trash")

MOVING = "move"
"""Beginning of the names of folders in `replaced/` for files that get another name."""


@dataclass(frozen=True)
class Taken:
    """A file in `replaced/`.

    Attributes:
        place: Where it is now.
        path: Where it was.
    """

    place: Parts
    path: str
    stamp: Stamp


def in_state_folder(tree: FolderTree, root: Path, shown: str, read: Callable[[OpenFolder], T]) -> T | None:
    """Read in the folder with what is known about a folder; None if there is none, or no folder at all.

    Raises:
        TargetNotWritable: it cannot be opened, e.g. as a link is in its place.
    """
    try:
        with tree.using((STATE_FOLDER,), STATE_FOLDER) as opened:
            return read(opened)
    except OSError as error:
        if is_no_folder(error, root):
            return None
        raise storage_error(f"{shown}/{STATE_FOLDER}", error) from error


def is_no_folder(error: OSError, root: Path) -> bool:
    """Return whether an error means that nothing is there, or that there is no folder at `root`."""
    is_missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
    return is_missing or (isinstance(error, NotAFolder) and not root.is_dir())


def drop(tree: FolderTree, place: Parts) -> None:
    """Remove a file, if that is possible."""
    with suppress(OSError), tree.using(place[:-1], "/".join(place)) as folder:
        folder.remove(place[-1])


def files_below(tree: FolderTree, top: Parts) -> list[Parts]:
    """Return the paths of all files below a folder."""
    found: list[Parts] = []
    waiting = [top]
    while waiting:
        parts = waiting.pop()
        with suppress(FileNotFoundError), tree.using(parts, "/".join(parts)) as folder:
            for each in folder.entries():
                (waiting if each.is_folder else found).append((*parts, each.name))
    return found


def are_one(first: os.stat_result | None, second: os.stat_result | None) -> bool:
    """Return whether two names lead to one file."""
    return bool(first and second) and os.path.samestat(first, second)  # type: ignore[arg-type]
