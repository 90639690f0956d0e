"""Removal of partial files that no download can resume."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress

from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import is_owner_dead
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.downloads.partials.sidecar import read_header
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.domain.errors import OpenbisError

_PART, _PIECES = "part", "pieces"


def remove_stale_partials(tree: FolderTree, data_set: tuple[str, ...]) -> None:
    """Remove the partial files below a folder whose owner is dead and that cannot be resumed.

    Other files are not touched, no link is followed, and files that cannot be read or removed are skipped.

    Args:
        tree: The data set's folder.
        data_set: Its names: permIds.
    """
    for parts in tree.below():
        path = "/".join(parts)
        with suppress(OSError, OpenbisError), tree.using(parts, path) as folder:
            for unfinished in _unfinished_in(folder):
                if _is_abandoned(folder, unfinished) and not _can_be_resumed(folder, unfinished, path, data_set):
                    for text in unfinished.values():
                        folder.remove(text)


def _unfinished_in(folder: OpenFolder) -> Iterable[Mapping[str, str]]:
    """Return the names of each partial file and its sidecar, by kind; one of the two may be missing."""
    found: dict[str, dict[str, str]] = {}
    for each in folder.entries():
        name = None if each.is_folder else PartialName.read(each.name)
        if name:
            found.setdefault(name.token, {})[_PART if each.name == name.part else _PIECES] = each.name
    return found.values()


def _is_abandoned(folder: OpenFolder, unfinished: Mapping[str, str]) -> bool:
    text = unfinished.get(_PART) or unfinished[_PIECES]
    name, status = PartialName.read(text), folder.status(text)
    return bool(name and status and stat.S_ISREG(status.st_mode) and is_owner_dead(name.owner, status.st_mtime))


def _can_be_resumed(folder: OpenFolder, unfinished: Mapping[str, str], path: str, data_set: tuple[str, ...]) -> bool:
    """Return whether it becomes a file of this data set and folder that is not complete yet."""
    if not {_PART, _PIECES} <= unfinished.keys():
        return False
    header = read_header(folder.open(unfinished[_PIECES]))
    if header is None or header.data_set != data_set or header.folder != path:
        return False
    status = folder.status(header.name)
    return status is None or status.st_size != header.size
