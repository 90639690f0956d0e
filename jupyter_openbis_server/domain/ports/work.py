"""Work that goes on by itself, and who wants to know of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from jupyter_openbis_server.domain.model import (
    Cancellation,
    DownloadOutcome,
    DownloadRequest,
    Job,
)

Attempt = Callable[[str, DownloadRequest, Cancellation], DownloadOutcome]
"""Downloads one data set over a connection, and tells what became of it (`AttemptDownload`)."""


class DownloadCrew(Protocol):
    """Those who download many data sets: threads of this process, or others. One crew is for one run."""

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """Begin to download one data set. The caller limits how many are under way.

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
        """Let go of what the crew has of its own. All that it was asked for has ended, or was cancelled."""


class JobListener(Protocol):
    """Is told what becomes of jobs."""

    def changed(self, job: Job) -> None:
        """Take note of a job's state or progress. Called from any thread; must be quick and must not raise."""


class WorkQueue(Protocol):
    """Runs work outside the caller's thread, a bounded number of pieces at a time."""

    def submit(self, work: Callable[[], None], *, lane: str, exclusive: frozenset[str] = ...) -> None:
        """Have `work` run once; it does not raise.

        Lanes are served in turn, however much waits in one of them; within a lane, first come is first served.

        Args:
            work: What to run.
            lane: Whose work this is.
            exclusive: What it needs for itself; two pieces that name the same never run at the same time.

        Raises:
            TooBusy: too much work waits already.
        """
