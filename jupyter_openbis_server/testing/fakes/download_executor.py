"""Fake of the port `DownloadExecutor`."""

from __future__ import annotations

from concurrent.futures import Future

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome
from jupyter_openbis_server.domain.downloads.bulk.ports import Attempt
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import NoWorkersAvailable, OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class MemoryDownloadExecutor:
    """`DownloadExecutor` without threads: each download runs in the thread that starts it.

    Args:
        attempt: Download one data set.
        takes: Number of downloads that it accepts; None for no limit.
        refusal: The error that it raises for further downloads.
        is_quick: Whether downloads complete; if not, they only start.

    Attributes:
        started: PermIds of the started downloads, in order.
        under_way: Started downloads whose outcome was not yet requested.
        most_under_way: Maximum number of downloads in `under_way` so far.
        has_finished: Whether `finish` was called.
    """

    def __init__(
        self,
        attempt: Attempt,
        *,
        takes: int | None = None,
        refusal: OpenbisError | None = None,
        is_quick: bool = True,
    ) -> None:
        self.started: list[str] = []
        self.under_way: list[Future[DownloadOutcome]] = []
        self.most_under_way = 0
        self.has_finished = False
        self._attempt, self._is_quick = attempt, is_quick
        self._takes, self._refusal = takes, refusal or NoWorkersAvailable("all of them are lost")

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """See `DownloadExecutor.start`."""
        if len(self.started) == self._takes:
            raise self._refusal
        self.started += request.perm_ids
        future: Future[DownloadOutcome] = Future()
        self.under_way.append(future)
        self.most_under_way = max(self.most_under_way, len(self.under_way))
        if self._is_quick:
            future.set_result(self._attempt(name, request, cancellation))
        return future

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:  # noqa: ARG002 - none gets lost
        """See `DownloadExecutor.outcome`."""
        self.under_way.remove(ended)
        return ended.result()

    def finish(self) -> None:
        """See `DownloadExecutor.finish`."""
        self.has_finished = True
