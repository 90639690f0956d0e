"""Work that waits until it is told to run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from jupyter_openbis_server.domain.errors import TooBusy


class MemoryWorkQueue:
    """`WorkQueue` without threads: `run_all` runs what waits, in the thread that calls it, one piece after another.

    Args:
        most_waiting: How many pieces may wait.
    """

    def __init__(self, most_waiting: int = 1000) -> None:
        self._most_waiting = most_waiting
        self._lanes: dict[str, deque[Callable[[], None]]] = {}

    def submit(self, work: Callable[[], None], *, lane: str, exclusive: frozenset[str] = frozenset()) -> None:  # noqa: ARG002 - nothing here runs at the same time
        """See `WorkQueue.submit`."""
        if sum(map(len, self._lanes.values())) >= self._most_waiting:
            raise TooBusy(lane)
        self._lanes.setdefault(lane, deque()).append(work)

    def run_all(self) -> None:
        """Run until nothing waits any more."""
        while any(self._lanes.values()):
            for lane in list(self._lanes):
                if self._lanes[lane]:
                    self._lanes[lane].popleft()()
