"""Fakes of the ports of watching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.report import SyncReport


@dataclass
class MemoryFolderChanges:
    """`FolderChanges` and `ChangesOfFolder` in a time of their own, which passes while they wait.

    Attributes:
        now: The time, in seconds.
        events: What happens at which times, in order; each is a change of the folder.
        waits: The times at which waits began and ended.
    """

    events: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    now: float = 0.0
    waits: list[tuple[float, float]] = field(default_factory=list)

    def clock(self) -> float:
        """Return the time."""
        return self.now

    @contextmanager
    def of(self, folder: str) -> Iterator[MemoryFolderChanges]:
        """See the port."""
        del folder
        yield self

    def wait(self, at_least: float, at_most: float, cancellation: Cancellation) -> None:
        """See the port."""
        began, end = self.now, self.now + max(at_least, at_most)
        soonest = self.now + max(0.0, at_least)
        while self.events and self.events[0][0] <= end and not cancellation.is_cancelled:
            time, event = self.events.pop(0)
            self.now = max(self.now, time)
            event()
            end = self.now if cancellation.is_cancelled else max(soonest, self.now)
        self.now = end
        self.waits.append((began, end))
        cancellation.check()


@dataclass
class RecordedSyncs:
    """`SyncListener` that records its calls."""

    reports: list[tuple[SyncReport, tuple[str, ...]]] = field(default_factory=list)
    errors: list[tuple[OpenbisError, int]] = field(default_factory=list)

    def synchronised(self, report: SyncReport, waiting: tuple[str, ...]) -> None:
        """See the port."""
        self.reports.append((report, waiting))

    def failed(self, error: OpenbisError, times: int) -> None:
        """See the port."""
        self.errors.append((error, times))
