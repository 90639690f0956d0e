"""Use cases that synchronise a folder until they are cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.data_sets.report import UnitState
from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import DataSetSyncRequest, SendDataSets
from jupyter_openbis_server.domain.sync.entries import LocalEntry
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.domain.sync.watching.nudge import Nudge
from jupyter_openbis_server.domain.sync.watching.ports import DataSetSyncListener, SyncListener
from jupyter_openbis_server.domain.sync.watching.settling import Settling
from jupyter_openbis_server.domain.sync.watching.watching import Pace, Round, Watching


@dataclass(frozen=True)
class WatchFolder:
    """Synchronise a folder with the files of a sample or experiment when it changes, and from time to time."""

    planner: PlanSync
    run: RunSync
    watching: Watching

    @property
    def guard(self) -> ChangeGuard:
        """The guard of its synchronisations."""
        return self.run.guard

    def __call__(
        self,
        name: str,
        request: SyncRequest,
        pace: Pace,
        listener: SyncListener,
        cancellation: Cancellation,
        progress: Progress | None = None,
        nudge: Nudge | None = None,
    ) -> None:
        """Watch a folder until it is cancelled.

        Args:
            name: The connection.
            request: What the user wants.
            pace: How often.
            listener: Receives the reports and errors.
            cancellation: Ends it.
            progress: Notified of the progress of transfers.
            nudge: Makes it synchronise at once.

        Raises:
            ReadOnly: openBIS would be changed, and changes are switched off.
            OpenbisError, Cancelled: see `Watching.repeat`.
        """
        self.run.check_guard(request)
        settling, nudge = Settling(pace.settle_seconds, self.watching.clock), nudge or Nudge()

        is_known = False

        def synchronise() -> Round:
            nonlocal is_known
            is_urgent = nudge.take()
            wanted = replace(request, is_known=request.is_known or is_known)
            ready = settling.ready(self.planner(name, wanted, cancellation), is_urgent=is_urgent)
            report = self.run.carry_out(name, ready.plan, cancellation, progress)
            is_known = True
            listener.synchronised(report, ready.waiting)
            return Round(report.stopped_by is not None, bool(report.failed), ready.seconds)

        self.watching.repeat(request.folder, pace, synchronise, listener.failed, cancellation, nudge)


@dataclass(frozen=True)
class WatchForDataSets:
    """Send the files of a folder as data sets as soon as they are complete."""

    send: SendDataSets
    watching: Watching

    @property
    def guard(self) -> ChangeGuard:
        """The guard of its uploads."""
        return self.send.guard

    def __call__(
        self,
        name: str,
        request: DataSetSyncRequest,
        pace: Pace,
        listener: DataSetSyncListener,
        cancellation: Cancellation,
        progress: Progress | None = None,
    ) -> None:
        """Watch a folder until it is cancelled. Arguments and errors as `WatchFolder`."""
        self.guard.check()
        settling = Settling(pace.settle_seconds, self.watching.clock)
        left: dict[str, float] = {}

        def waiting(entries: Mapping[str, LocalEntry]) -> Iterable[str]:
            left.clear()
            left.update(settling.waiting({path: each.stamp for path, each in entries.items() if each.stamp}))
            return left

        def synchronise() -> Round:
            report = self.send(name, request, cancellation, progress, waiting=waiting)
            listener.sent(report)
            has_failed = bool(report.of(UnitState.FAILED))
            return Round(report.stopped_by is not None, has_failed, min(left.values(), default=None))

        self.watching.repeat(request.folder, pace, synchronise, listener.failed, cancellation)
