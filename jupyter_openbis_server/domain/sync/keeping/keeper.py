"""The synchronisation of one kept folder, in a thread of its own."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InternalError,
    NotLoggedIn,
    OpenbisError,
    UnknownConnection,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, ProgressDefaults
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptState, KeptStatus
from jupyter_openbis_server.domain.sync.keeping.ports import KeptListener
from jupyter_openbis_server.domain.sync.overview import MAX_SHOWN, ReportOverview
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.domain.sync.watching.nudge import Nudge
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import pause_after

_LOGIN_SECONDS = 1.0
"""How often a folder that waits for a login looks whether there is one; no request is sent for that."""

_WAITS_FOR_CONNECTION = (NotLoggedIn, UnknownConnection)


@dataclass(frozen=True)
class KeeperServices:
    """What keepers use.

    Attributes:
        outcomes: Receives what is reported about single files.
        clock: Returns the current time, with time zone.
        wait: Waits for a number of seconds; raises Cancelled.
    """

    watch: WatchFolder
    connections: Connections
    outcomes: RecentOutcomes
    listener: KeptListener
    clock: Callable[[], dt.datetime]
    wait: Callable[[Cancellation, float], None] = Cancellation.wait


class Keeper:
    """Synchronises a kept folder until it is ended. Errors do not end it.

    Ports `SyncListener` and `Progress`; `run` is for one thread, all else for any.
    """

    def __init__(self, kept: KeptFolder, services: KeeperServices) -> None:
        self.kept = kept
        self.transferring_since: dt.datetime | None = None
        """When the transfers began that are running, in the first of several attempts; None if none are."""
        self._services = services
        self._cancellation = Cancellation()
        self._nudge = Nudge()
        self._lock = threading.Lock()
        self._status = KeptStatus(kept)
        self._counts: Counter[Kind] = Counter()
        self._failures = 0
        self._attempted: tuple[Amount, dt.datetime] | None = None
        """What the last round wanted to transfer, and when that was first tried, if it failed."""
        self._watched = Cancellation()
        self._refused: Session | None = None
        """The session, if any, that openBIS did not accept."""

    @property
    def status(self) -> KeptStatus:
        """What happens with the folder."""
        with self._lock:
            return self._status

    def synchronise_now(self) -> None:
        """End a pause; files that may still be written are sent, too."""
        self._nudge.give()

    def end(self) -> None:
        """Cancel what is running; complete files are kept."""
        self._cancellation.cancel()

    def run(self, wait_for_predecessor: Callable[[Cancellation], None]) -> None:
        """Synchronise until it is ended.

        Args:
            wait_for_predecessor: Returns when no other thread keeps the folder; raises Cancelled.
        """
        try:
            wait_for_predecessor(self._cancellation)
            while True:
                self._pause_after(self._watch())
        except Cancelled:
            return
        finally:
            self.transferring_since = None

    def _watch(self) -> OpenbisError:
        """Watch the folder, until an error ends that; return the error. Raises Cancelled."""
        use_case, kept = self._services.watch, self.kept
        with self._cancellation.child() as self._watched:
            try:
                use_case(kept.connection, kept.request, kept.pace, self, self._watched, _Begun(self), self._nudge)
            except Cancelled:
                self._cancellation.check()
            except OpenbisError as error:
                self.failed(error, 1)
            except Exception as error:  # noqa: BLE001 - an internal error must not end it, and is reported
                self.failed(InternalError(error), 1)
        return self.status.error or InternalError(RuntimeError("the watch has ended"))

    def _pause_after(self, error: OpenbisError) -> None:
        """Wait until the next attempt, or until there is another login. Raises Cancelled."""
        left = pause_after(self.kept.pace, self._failures)
        is_waiting = isinstance(error, _WAITS_FOR_CONNECTION)

        def wait(cancellation: Cancellation) -> None:
            nonlocal left
            while left > 0 and not (is_waiting and self._session() not in (None, self._refused)):
                self._services.wait(cancellation, min(left, _LOGIN_SECONDS))
                left -= _LOGIN_SECONDS

        self._nudge.pause(wait, self._cancellation)

    def _session(self) -> Session | None:
        """Return the open session, as far as it is known here; no request is sent."""
        try:
            return self._services.connections.get(self.kept.connection).session
        except UnknownConnection:
            return None

    def synchronised(self, report: SyncReport, waiting: tuple[str, ...]) -> None:
        """See `SyncListener`."""
        self._services.outcomes.record(report, waiting)
        self._counts += report.counts
        overview = ReportOverview.of(report)
        self._note(
            overview.error,
            last_synchronised=self.status.last_synchronised if overview.error else self._services.clock(),
            counts=dict(self._counts),
            differences=overview.differences,
            difference_counts=overview.difference_counts,
            waiting=waiting[:MAX_SHOWN],
            waiting_count=len(waiting),
        )

    def failed(self, error: OpenbisError, times: int) -> None:
        """See `SyncListener`."""
        del times  # counted here, as the watch begins again after some errors
        self._note(error)

    def begun(self, total: Amount) -> None:
        """Note that files are being transferred. The same ones again are no new transfer: they may fail each time."""
        if self._attempted is None or self._attempted[0] != total:
            self._attempted = total, self._services.clock()
        self.transferring_since = self._attempted[1]
        with self._lock:
            self._status = replace(self._status, state=KeptState.SYNCHRONISING)

    def _note(self, error: OpenbisError | None, **changes: object) -> None:
        """Note the end of an attempt; without a login, the watch is ended, since it would try again."""
        self.transferring_since = None
        self._failures = self._failures + 1 if error else 0
        self._attempted = self._attempted if error else None
        changes |= {"state": _state_after(error), "error": detached(error) if error else None}
        with self._lock:
            before = self._status
            self._status = now = replace(before, **changes)  # type: ignore[arg-type]
        if _code(now.error) != _code(before.error):
            self._services.listener.changed(now)
        if isinstance(error, _WAITS_FOR_CONNECTION):
            self._refused = self._session()
            self._watched.cancel()


@dataclass(frozen=True)
class _Begun(ProgressDefaults):
    """Port `Progress` that notes when transfers begin."""

    keeper: Keeper

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""
        del done
        if total.files:
            self.keeper.begun(total)

    def moved(self, count: int) -> None:
        """See the port."""

    def completed(self, path: str) -> None:
        """See the port."""


def _state_after(error: OpenbisError | None) -> KeptState:
    if error is None:
        return KeptState.WATCHING
    return KeptState.NOT_LOGGED_IN if isinstance(error, NotLoggedIn) else KeptState.FAILING


def _code(error: OpenbisError | None) -> str | None:
    return error.code if error else None
