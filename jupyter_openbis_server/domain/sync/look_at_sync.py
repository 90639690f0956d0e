"""Use case that looks at what is known about a synchronised folder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.sync.errors import NotSynchronised
from jupyter_openbis_server.domain.sync.ports import SyncTarget
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.states.ports import KnownStates


@dataclass(frozen=True)
class LookAtSync:
    """Look at a folder; no request is sent to openBIS."""

    known: KnownStates

    def __call__(self, folder: str) -> SyncTarget:
        """Return what a folder is synchronised with.

        Args:
            folder: Absolute path.

        Raises:
            NotSynchronised: it never was.
            InvalidPath, InvalidSyncState.
        """
        target = self.known.target(folder)
        if target is None:
            raise NotSynchronised(folder)
        return target

    def completed(self, request: SyncRequest) -> SyncRequest:
        """Return a request that names the sample or experiment: else it is that of the last synchronisation.

        Raises:
            NotSynchronised, InvalidPath, InvalidSyncState: as above.
        """
        return request if request.entity else replace(request, entity=self(request.folder).owner)
