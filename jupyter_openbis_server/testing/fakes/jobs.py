"""Fakes of the ports `WorkQueue` and `JobListener`."""

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
