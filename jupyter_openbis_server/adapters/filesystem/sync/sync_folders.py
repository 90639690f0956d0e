"""Local folders that can be synchronised."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.sync.allowed_roots import AllowedRoots
from jupyter_openbis_server.adapters.filesystem.sync.open_sync_folder import FilesystemOpenSyncFolder
from jupyter_openbis_server.adapters.filesystem.sync.places import is_no_folder
from jupyter_openbis_server.adapters.filesystem.sync.running_mark import running_mark
from jupyter_openbis_server.adapters.filesystem.sync.sync_folder import FilesystemSyncFolder
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState, SyncFolderMissing
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER, SyncTarget


class FilesystemSyncFolders:
    """Port `SyncFolders`: folders of the host that the user may read and write, and the policy allows.

    Args:
        places: The policy: which folders may be written.
        now_ns: Returns the current time, in nanoseconds since the epoch.
    """

    def __init__(self, places: DownloadPolicy = UNRESTRICTED, *, now_ns: Callable[[], int] = time.time_ns) -> None:
        self._allowed = AllowedRoots(places)
        self._now_ns = now_ns

    def look(self, folder: str) -> FilesystemSyncFolder:
        """See the port."""
        root = self._allowed.root(folder)
        return FilesystemSyncFolder(Path(folder), root, self._allowed.closed_in(root), self._now_ns)

    @contextmanager
    def open(self, folder: str, target: SyncTarget, *, is_known: bool = False) -> Iterator[FilesystemOpenSyncFolder]:
        """See the port."""
        root = self._allowed.root(folder)
        with storage_errors(folder):
            marks = _marks(root, folder, is_known=is_known)
        try:
            with running_mark(marks, folder):
                opened = FilesystemOpenSyncFolder(Path(folder), root, self._allowed.closed_in(root), self._now_ns)
                if is_known and opened.target is None:
                    raise SyncFolderMissing(folder)
                _check_target(opened, target)
                with storage_errors(folder):
                    opened.begin(target)
                try:
                    yield opened
                finally:
                    opened.end()
        finally:
            marks.close()


def _marks(root: Path, shown: str, *, is_known: bool) -> OpenFolder:
    """Open the folder for marks; create it unless it must be there. Raises SyncFolderMissing, OSError."""
    try:
        OpenFolder.at(root, make=not is_known).close()
        return OpenFolder.at(root / STATE_FOLDER, make=not is_known)
    except OSError as error:
        if is_known and is_no_folder(error, root):
            raise SyncFolderMissing(shown) from None
        raise


def _check_target(folder: FilesystemSyncFolder, target: SyncTarget) -> None:
    known = folder.target
    if known and not known.is_same_as(target):
        raise InvalidSyncState(folder.path, f"it is synchronised with {known.identifier} in {known.url} meanwhile")
