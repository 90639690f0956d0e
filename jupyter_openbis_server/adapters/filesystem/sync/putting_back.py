"""Putting right what a program has left that was ended while it synchronised a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree, Parts
from jupyter_openbis_server.adapters.filesystem.sync.places import (
    INCOMING,
    MOVING,
    REPLACED,
    TRASH,
    Taken,
    are_one,
    drop,
    files_below,
)
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.sync.entries import Stamp


@dataclass(frozen=True)
class PuttingBack:
    """Puts right a folder when its synchronisation begins.

    Attributes:
        tree: The folder.
        give_back: Gives a file its name again, or moves it to the trash.
    """

    tree: FolderTree
    give_back: Callable[[Taken], None]

    def run(self) -> None:
        """Give files their names again, and remove those that were received. Raises OSError."""
        self._put_back()
        self._drop_received()

    def _put_back(self) -> None:
        """Give files their names again that a program was replacing, moving or deleting when it ended."""
        for place in files_below(self.tree, REPLACED):
            purpose, *original = place[len(REPLACED) :]
            if not original:
                continue
            with suppress(OSError, OpenbisError):  # one file does not keep the folder from being used
                if self._has_other_name(place, () if purpose.startswith(MOVING) else TRASH):
                    drop(self.tree, place)
                else:
                    self.give_back(Taken(place, "/".join(original), Stamp(0, 0, 0, 0)))

    def _has_other_name(self, place: Parts, top: Parts) -> bool:
        """Return whether a file has another name below `top`: the program ended before it removed this one."""
        status = self._status_of(place)
        if status is None or status.st_nlink == 1:
            return False
        return any(are_one(status, self._status_of(each)) for each in files_below(self.tree, top) if each != place)

    def _status_of(self, place: Parts) -> os.stat_result | None:
        with self.tree.using(place[:-1], "/".join(place)) as folder:
            return folder.status(place[-1])

    def _drop_received(self) -> None:
        """Remove files that were received and not named; parts of files are kept."""
        for place in files_below(self.tree, INCOMING):
            if not PartialName.read(place[-1]):
                drop(self.tree, place)
