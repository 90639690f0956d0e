"""Port of quick looks at what is known about a folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from jupyter_openbis_server.domain.sync.entries import Seen
from jupyter_openbis_server.domain.sync.ports import LocalFiles, SyncTarget
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion


class KnownStates(Protocol):
    """What is known about synchronised folders, for callers that ask every few seconds. Nothing is changed."""

    def target(self, folder: str) -> SyncTarget | None:
        """Return what a folder is synchronised with; None if it never was.

        Args:
            folder: Absolute path; it need not exist.

        Raises:
            InvalidPath: it is not absolute, or must not be used.
            InvalidSyncState: what is known about it cannot be read.
        """

    def seen(self, folder: str) -> Mapping[str, Seen]:
        """Return what is known about paths on both sides; the caller must not change it. Raises as `target`."""

    def content(self, folder: str, below: str, exclusion: Exclusion, limit: int) -> LocalFiles:
        """Return a part of the content of a folder, level by level.

        Args:
            folder: Absolute path.
            below: Path in the folder where to begin; empty for the folder itself.
            exclusion: What is ignored.
            limit: Files and folders to look at. `LocalFiles.unlisted` has the folders that were not listed to the end.

        Raises:
            InvalidPath, SourceNotReadable: as `SyncFolder.files`.
        """
