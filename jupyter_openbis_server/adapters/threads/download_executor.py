"""Downloads by threads of this process."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome
from jupyter_openbis_server.domain.downloads.bulk.ports import Attempt
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class ThreadedDownloadExecutor:
    """The usual `DownloadExecutor`.

    Args:
        attempt: Downloads one data set.
        max_concurrent: How many threads there are.
    """

    def __init__(self, attempt: Attempt, max_concurrent: int) -> None:
        self._attempt = attempt
        self._threads = ThreadPoolExecutor(max_concurrent, "download")

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """See `DownloadExecutor.start`."""
        return self._threads.submit(self._attempt, name, request, cancellation)

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:  # noqa: ARG002 - none gets lost
        """See `DownloadExecutor.outcome`."""
        return ended.result()

    def finish(self) -> None:
        """Wait for the threads: they end within a second of being cancelled."""
        self._threads.shutdown()
