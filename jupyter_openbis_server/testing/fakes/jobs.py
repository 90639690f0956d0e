"""Fakes of the ports `WorkQueue`, `Timers` and `JobListener`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from jupyter_openbis_server.domain.errors import ServerBusy
from jupyter_openbis_server.domain.jobs.job import Job


class MemoryWorkQueue:
    """`WorkQueue` without threads: `run_all` runs the queued work in the calling thread, one task at a time.

    Args:
        most_waiting: Maximum number of queued tasks.
    """

    def __init__(self, most_waiting: int = 1000) -> None:
        self._most_waiting = most_waiting
        self._lanes: dict[str, deque[Callable[[], None]]] = {}

    def submit(
        self,
        work: Callable[..., None],
        *arguments: object,
        lane: str,
        exclusive: frozenset[str] = frozenset(),  # noqa: ARG002 - nothing here runs at the same time
    ) -> None:
        """See `WorkQueue.submit`."""
        if sum(map(len, self._lanes.values())) >= self._most_waiting:
            raise ServerBusy(lane)
        self._lanes.setdefault(lane, deque()).append(partial(work, *arguments))

    def run_all(self) -> None:
        """Run tasks until the queue is empty."""
        while any(self._lanes.values()):
            for lane in list(self._lanes):
                if self._lanes[lane]:
                    self._lanes[lane].popleft()()


class MemoryJobListener:
    """`JobListener` that records all changes.

    Attributes:
        changes: The reported states, oldest first.
    """

    def __init__(self) -> None:
        self.changes: list[Job] = []

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`."""
        self.changes.append(job)


class MemoryTimers:
    """`Timers` with a clock of its own: `advance` makes the calls that are due, in the calling thread.

    Attributes:
        now: Seconds since the timers were created.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self._calls: list[tuple[float, Callable[[], None]]] = []

    def call_later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """See `Timers.call_later`."""
        pending = (self.now + seconds, call)
        self._calls.append(pending)
        return lambda: self._calls.remove(pending) if pending in self._calls else None

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        end = self.now + seconds
        while due := sorted((each for each in self._calls if each[0] <= end), key=lambda each: each[0]):
            self.now = max(self.now, due[0][0])
            self._calls.remove(due[0])
            due[0][1]()
        self.now = end

    @property
    def pending(self) -> list[float]:
        """Seconds until each call, the next one first."""
        return sorted(due - self.now for due, _ in self._calls)
