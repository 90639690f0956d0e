"""Downloads that are done at once, or never."""

from __future__ import annotations

from concurrent.futures import Future

from jupyter_openbis_server.domain.errors import NoWorkers, OpenbisError
from jupyter_openbis_server.domain.model import Cancellation, DownloadOutcome, DownloadRequest
from jupyter_openbis_server.domain.ports import Attempt


class MemoryDownloadCrew:
    """`DownloadCrew` without threads: each download is done in the thread that starts it.

    Args:
        attempt: Downloads one data set.
        takes: How many downloads it takes.
        refusal: What it says to more of them.
        is_quick: Whether they are done; otherwise they only begin.

    Attributes:
        started: PermIds, in the order in which they came.
        under_way: What was started, and of which nobody has asked the outcome.
        most_under_way: How many these have been at most.
        has_finished: Whether it was told to.
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
        self._takes, self._refusal = takes, refusal or NoWorkers("all of them are gone")

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """See `DownloadCrew.start`."""
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
        """See `DownloadCrew.outcome`."""
        self.under_way.remove(ended)
        return ended.result()

    def finish(self) -> None:
        """See `DownloadCrew.finish`."""
        self.has_finished = True
