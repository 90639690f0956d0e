"""Use case that looks at what is known about a synchronised folder."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.sync.errors import NotSynchronised
from jupyter_openbis_server.domain.sync.ports import SyncFolders, SyncTarget


@dataclass(frozen=True)
class LookAtSync:
    """Look at a folder; no request is sent to openBIS."""

    folders: SyncFolders

    def __call__(self, folder: str) -> SyncTarget:
        """Return what a folder is synchronised with.

        Args:
            folder: Absolute path.

        Raises:
            NotSynchronised: it never was.
            InvalidPath, InvalidSyncState.
        """
        target = self.folders.look(folder).target
        if target is None:
            raise NotSynchronised(folder)
        return target
