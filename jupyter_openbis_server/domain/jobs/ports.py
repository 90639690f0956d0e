"""Ports of background work: queue, timers and listener."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from jupyter_openbis_server.domain.jobs.job import Job


class JobListener(Protocol):
    """Receives the changes of jobs."""

    def changed(self, job: Job) -> None:
        """Handle a change of a job's state or progress. Called from any thread; must be quick and must not raise."""


class WorkQueue(Protocol):
    """Runs work outside the caller's thread, with a bounded number of concurrent pieces of work."""

    def submit(self, work: Callable[..., None], *arguments: object, lane: str, exclusive: frozenset[str] = ...) -> None:
        """Queue one call of `work` with the arguments; `work` does not raise.

        Lanes are served in turn, regardless of the length of their queues; within a lane, the order is first in, first
        out.

        Args:
            work: Function to call.
            arguments: Arguments of `work`.
            lane: Name of the lane, e.g. of a connection.
            exclusive: Resources that the work needs exclusively: two pieces that share one never run concurrently.

        Raises:
            ServerBusy: the queue is full.
        """


class Timers(Protocol):
    """Calls functions later, without a thread for each of them."""

    def call_later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call `call` once after this time, from another thread.

        Args:
            seconds: Time until the call.
            call: Must be quick and must not raise.

        Returns:
            A function that prevents the call; without effect if it has begun or ended.
        """
