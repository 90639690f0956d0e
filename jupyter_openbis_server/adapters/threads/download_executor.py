"""Downloads by threads of this process."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from jupyter_openbis_server.domain.model import Cancellation, DownloadOutcome, DownloadRequest
from jupyter_openbis_server.domain.ports import Attempt


class ThreadedDownloadCrew:
    """The usual `DownloadCrew`.

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

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:  # noqa: ARG002 - none gets lost
        """See `DownloadCrew.outcome`."""
        return ended.result()

    def finish(self) -> None:
        """Wait for the threads: they end within a second of being cancelled."""
        self._threads.shutdown()
