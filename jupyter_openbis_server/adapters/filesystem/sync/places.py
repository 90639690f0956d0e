"""Places of files in `.openbis-sync`, and files that are moved there."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree, Parts
from jupyter_openbis_server.domain.sync.entries import Stamp
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER

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
