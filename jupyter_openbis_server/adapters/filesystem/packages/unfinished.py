"""Removal of packages that killed processes have not finished."""

from __future__ import annotations

from contextlib import suppress

from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import is_owner_dead
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName, stem_of
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder


def remove_unfinished(parent: OpenFolder, name: str) -> None:
    """Remove unfinished archives and folders for a name whose process is dead; those that cannot be removed stay.

    Partial files of downloads, which have a sidecar, are not touched: downloads continue them.
    """
    with suppress(OSError):
        entries = {each.name: each for each in parent.entries()}
        for each in entries.values():
            found = PartialName.read(each.name)
            if found and found.stem == stem_of(name) and each.name == found.part and found.pieces not in entries:
                _remove_abandoned(parent, found, is_folder=each.is_folder)


def _remove_abandoned(parent: OpenFolder, found: PartialName, *, is_folder: bool) -> None:
    status = parent.status(found.part)
    if status is None or not is_owner_dead(found.owner, status.st_mtime):
        return
    remove = parent.remove_tree if is_folder else parent.remove
    with suppress(OSError):
        remove(found.part)
