"""Use case that synchronises a folder until it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import Cancelled, ConnectionFailed, OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.domain.sync.watching.ports import FolderChanges, SyncListener
from jupyter_openbis_server.domain.sync.watching.settling import Ready, Settling

_MAX_PAUSE = 600.0
"""Seconds between two attempts while openBIS does not answer."""


_MAX_DOUBLINGS = 10


@dataclass(frozen=True)
class Pace:
    """How often a folder is synchronised.

    Attributes:
        settle_seconds: How long a file must be unchanged before it is sent; also the shortest time between two
            synchronisations.
        interval_seconds: The longest time between two synchronisations: changes in openBIS are noticed only by them.
    """

    settle_seconds: float = 10.0
    interval_seconds: float = 60.0


@dataclass(frozen=True)
class WatchFolder:
    """Synchronise a folder when it changes, and from time to time; errors that may pass do not end it.

    Attributes:
        clock: Returns seconds that only ever increase.
    """

    planner: PlanSync
    run: RunSync
    changes: FolderChanges
    clock: Callable[[], float]

    def __call__(
        self,
        name: str,
        request: SyncRequest,
        pace: Pace,
        listener: SyncListener,
        cancellation: Cancellation,
        progress: Progress | None = None,
    ) -> None:
        """Watch a folder until it is cancelled.

        Args:
            name: The connection.
            request: What the user wants.
            pace: How often.
            listener: Is told what happens.
            cancellation: Ends it.
            progress: Notified of the progress of transfers.

        Raises:
            OpenbisError: the first synchronisation was not possible, e.g. as the object does not exist.
            Cancelled: on request.
        """
        settling = Settling(pace.settle_seconds, self.clock)
        failures, is_first = 0, True
        with self.changes.of(request.folder) as changes:
            while True:
                began = self.clock()
                try:
                    ready = settling.ready(self.planner(name, request, cancellation))
                    report = self.run.carry_out(name, ready.plan, cancellation, progress)
                except Cancelled:
                    raise
                except OpenbisError as error:
                    if is_first and not isinstance(error, ConnectionFailed):
                        raise
                    failures += 1
                    listener.failed(detached(error), failures)
                else:
                    is_first = False
                    failures = failures + 1 if report.stopped_by else 0
                    listener.synchronised(report, ready.waiting)
                if failures:
                    changes.wait(pause := _pause(pace, failures), pause, cancellation)
                else:
                    changes.wait(began + pace.settle_seconds - self.clock(), _next(pace, ready), cancellation)


def _next(pace: Pace, ready: Ready) -> float:
    return pace.interval_seconds if ready.seconds is None else min(pace.interval_seconds, ready.seconds)


def _pause(pace: Pace, failures: int) -> float:
    return min(_MAX_PAUSE, pace.interval_seconds * 2.0 ** min(failures - 1, _MAX_DOUBLINGS))
