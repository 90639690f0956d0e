"""Final names of a data set's files, and names that are equal to the file system."""

from __future__ import annotations

import os
import threading

from jupyter_openbis_server.adapters.filesystem.downloads.listings import Listings
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partials import Partial
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree, Parts
from jupyter_openbis_server.domain.errors import TargetNotWritable


class FinalNames:
    """Gives files their final names without replacing another file of the same data set.

    Names that are equal to the disk (`a.txt` and `A.txt`) lead to the same inode. A file of an earlier download is
    recognised by the name that the disk lists.
    """

    def __init__(self, tree: FolderTree, listings: Listings) -> None:
        self._tree = tree
        self._listings = listings
        self._paths: dict[tuple[int, int], Parts] = {}
        self._lock = threading.Lock()

    def finalise(self, partial: Partial, path: Parts) -> None:
        """Close and rename a file.

        Raises:
            TargetNotWritable: the name is taken by another file of the data set.
            OSError: the file system refuses.
        """
        status = os.fstat(partial.file.descriptor)
        partial.close()
        with self._lock:
            if self._is_taken(partial, path):
                shown = f"{partial.folder.path}/{path[-1]}"
                raise TargetNotWritable(shown, "another file of the data set has the same name on this disk")
            partial.finalise(path[-1])
            self._paths[status.st_dev, status.st_ino] = path

    def _is_taken(self, partial: Partial, path: Parts) -> bool:
        there = partial.folder.status(path[-1])
        if there is None:
            return False
        identity = there.st_dev, there.st_ino
        known = self._paths.get(identity, path)
        if known != path and self._still_exists(known, identity):
            return True
        return not self._listings.has_exact_name(path[-1], path[:-1], partial.folder)

    def _still_exists(self, path: Parts, identity: tuple[int, int]) -> bool:
        """Return whether the renamed file still exists: after another program replaced it, its inode may be reused."""
        try:
            with self._tree.using(path[:-1], "/".join(path)) as folder:
                there = folder.status(path[-1])
        except FileNotFoundError:
            return False
        return there is not None and (there.st_dev, there.st_ino) == identity
