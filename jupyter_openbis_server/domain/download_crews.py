"""Who downloads many data sets: threads of this process, or others that take one data set after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from jupyter_openbis_server.domain.model import Cancellation, DownloadOutcome, DownloadRequest

Attempt = Callable[[str, DownloadRequest, Cancellation], DownloadOutcome]


class DownloadCrew(Protocol):
    """Runs downloads outside the caller's thread. The caller limits how many are under way."""

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """Begin to download one data set.

        Args:
            name: The connection.
            request: What, and where to; it names one data set.
            cancellation: Ends what the crew can end; the caller does not wait for the rest.

        Raises:
            NotLoggedIn: there is no session to work with.
            NoWorkers: the crew takes no work any more.
            Cancelled: on request.
        """

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:
        """Return what became of a download that has ended, also where its worker has got lost. Raises Cancelled."""

    def finish(self) -> None:
        """Let go of what the crew has of its own. What it was asked for has ended, or was cancelled."""


class ThreadCrew:
    """Threads of this process.

    Args:
        attempt: Downloads one data set.
        at_a_time: How many threads there are.
    """

    def __init__(self, attempt: Attempt, at_a_time: int) -> None:
        self._attempt = attempt
        self._threads = ThreadPoolExecutor(at_a_time, "download")

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """See `DownloadCrew.start`."""
        return self._threads.submit(self._attempt, name, request, cancellation)

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:  # noqa: ARG002 - the port's
        """See `DownloadCrew.outcome`."""
        return ended.result()

    def finish(self) -> None:
        """Wait for the threads: they end within a second of being cancelled."""
        self._threads.shutdown()
