"""Use case that starts a synchronisation in the background."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.subject import Subject
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.sync.look_at_sync import LookAtSync
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.running.synchronise_as_job import SynchroniseAsJob


@dataclass(frozen=True)
class StartSync:
    """Start a job that synchronises a folder, and return at once. Jobs of one folder run one after the other.

    It plans again when it runs. Conflicts are never overwritten, and unusually many deletions are refused, also if
    another plan was shown to the user.
    """

    connections: Connections
    folders: DownloadFolders
    jobs: Jobs
    look: LookAtSync
    synchronise: SynchroniseAsJob
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: SyncRequest,
        key: str | None = None,
        owner: str = "",
        *,
        subjects: tuple[Subject, ...] = (),
        is_retried: bool = False,
    ) -> Job:
        """Return the job.

        Args:
            name: Name of the connection.
            request: What the user wants; without a sample or experiment, it is that of the last synchronisation.
            key: Idempotency key; a second call with the same key returns the same job.
            owner: Name of the Jupyter user.
            subjects: See `Jobs.start`.
            is_retried: See `Jobs.start`.

        Raises:
            ReadOnly: openBIS would be changed, and changes are switched off.
            NotSynchronised: no sample or experiment is given, and the folder was never synchronised.
            UnknownConnection, InvalidPath, InvalidSyncState, InvalidInput, ServerBusy: no job was started.
        """
        if request.direction.sends:
            self.guard.check()
        self.connections.get(name)
        self.folders.check(request.folder)
        exclusive = frozenset({f"sync of {self.folders.identity(request.folder)}"})
        return self.jobs.start(
            name,
            self.look.completed(request),
            self.synchronise,
            exclusive=exclusive,
            key=key,
            owner=owner,
            subjects=subjects,
            is_retried=is_retried,
        )
