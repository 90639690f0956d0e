"""Removing what interrupted downloads have left and nobody can use."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress

from jupyter_openbis_server.adapters.filesystem.folder_tree import FolderTree
from jupyter_openbis_server.adapters.filesystem.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.owners import is_gone
from jupyter_openbis_server.adapters.filesystem.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.sidecar import told_in
from jupyter_openbis_server.domain.errors import OpenbisError

_PART, _PIECES = "part", "pieces"


def remove_leftovers(tree: FolderTree, data_set: tuple[str, ...]) -> None:
    """Remove unfinished files below a folder whose owner is gone, unless they can be continued.

    Nothing else is touched, no link is followed, and what cannot be looked at or removed is left.

    Args:
        tree: The data set's folder.
        data_set: Its names: permIds.
    """
    for parts in tree.below():
        path = "/".join(parts)
        with suppress(OSError, OpenbisError), tree.using(parts, path) as folder:
            for unfinished in _unfinished_in(folder):
                if _is_abandoned(folder, unfinished) and not _can_be_continued(folder, unfinished, path, data_set):
                    for text in unfinished.values():
                        folder.remove(text)


def _unfinished_in(folder: OpenFolder) -> Iterable[Mapping[str, str]]:
    """Return the names of each unfinished file and of its notes, by kind; one of the two may be missing."""
    found: dict[str, dict[str, str]] = {}
    for each in folder.entries():
        name = None if each.is_folder else PartialName.read(each.name)
        if name:
            found.setdefault(name.token, {})[_PART if each.name == name.part else _PIECES] = each.name
    return found.values()


def _is_abandoned(folder: OpenFolder, unfinished: Mapping[str, str]) -> bool:
    text = unfinished.get(_PART) or unfinished[_PIECES]
    name, status = PartialName.read(text), folder.status(text)
    return bool(name and status and stat.S_ISREG(status.st_mode) and is_gone(name.owner, status.st_mtime))


def _can_be_continued(folder: OpenFolder, unfinished: Mapping[str, str], path: str, data_set: tuple[str, ...]) -> bool:
    """Whether the file that is to become of it is of this data set and place, and not there yet."""
    if not {_PART, _PIECES} <= unfinished.keys():
        return False
    told = told_in(folder.open(unfinished[_PIECES]))
    if told is None or told.data_set != data_set or told.folder != path:
        return False
    status = folder.status(told.name)
    return status is None or status.st_size != told.size
