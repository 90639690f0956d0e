"""Port of the execution of many downloads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

Attempt = Callable[[str, DownloadRequest, Cancellation], DownloadOutcome]
"""Downloads one data set over a connection and returns the outcome (`AttemptDownload`)."""


class DownloadExecutor(Protocol):
    """Executes downloads of many data sets, in threads or other processes. One executor serves one run."""

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """Start the download of one data set. The caller limits the number of active downloads.

        Args:
            name: Name of the connection.
            request: The data set and the folder; it names exactly one data set.
            cancellation: Cancels what the executor can cancel; the caller does not wait for the rest.

        Raises:
            NotLoggedIn: there is no session.
            NoWorkersAvailable: the executor accepts no more work.
            Cancelled: on request.
        """

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:
        """Return the outcome of a download that has ended, also if its worker was lost. Raises Cancelled."""

    def finish(self) -> None:
        """Release the resources of the executor. All its downloads have ended or were cancelled."""
