"""Downloading many data sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import Cancelled, DiskFull, DownloadFailed, NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.model import Cancellation, Download, DownloadRequest
from jupyter_openbis_server.domain.model.download_report import DownloadOutcome, DownloadReport, OutcomeState
from jupyter_openbis_server.domain.ports import Connections
from jupyter_openbis_server.domain.use_cases.download_dataset import DownloadDataset

_POINTLESS = (NotLoggedIn, DiskFull)
"""After these all others would fail, too."""


@dataclass(frozen=True)
class DownloadMany:
    """Download data set by data set, a few at a time, and go on when one fails.

    To do the same again is to continue: what is complete is recognised and not fetched.
    """

    connections: Connections
    download: DownloadDataset

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        perm_ids: Iterable[str],
        cancellation: Cancellation | None = None,
        *,
        at_a_time: int = 4,
        told: Callable[[DownloadOutcome], None] = lambda _: None,
    ) -> DownloadReport:
        """Return what became of each data set.

        Args:
            name: The connection.
            request: What holds for all of them; its own data sets are ignored.
            perm_ids: Which ones; taken as they are needed, so they may be found while others are downloaded.
            cancellation: Ends all of it.
            at_a_time: How many are downloaded at a time.
            told: Is told of each as soon as it has ended, one after the other, in the caller's thread.

        Raises:
            UnknownConnection, InvalidPath: nothing was done.
            Cancelled: on request; to do the same again continues.
        """
        self.connections.get(name)
        self.download.folders.check(request.folder)
        with (cancellation or Cancellation()).child() as group, ThreadPoolExecutor(at_a_time, "download") as threads:
            run = _Run(told)
            try:
                for perm_id in _each_once(perm_ids):
                    group.check()
                    run.collect(at_most=at_a_time - 1)
                    if run.stopped_by:
                        break
                    wanted = replace(request, perm_ids=(perm_id,))
                    run.waiting[threads.submit(self.download, name, wanted, group)] = perm_id
                run.collect(at_most=0)
            except BaseException:  # also Ctrl-C, or what the caller's own iterable raises
                group.cancel()
                raise
            group.check()
        return DownloadReport(tuple(run.outcomes), run.stopped_by)


def _each_once(perm_ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for perm_id in perm_ids:
        if perm_id not in seen:
            seen.add(perm_id)
            yield perm_id


class _Run:
    """What is under way, and what has ended."""

    def __init__(self, told: Callable[[DownloadOutcome], None]) -> None:
        self.waiting: dict[Future[tuple[Download, ...]], str] = {}
        self.outcomes: list[DownloadOutcome] = []
        self.stopped_by: OpenbisError | None = None
        self._told = told

    def collect(self, *, at_most: int) -> None:
        """Wait until no more than so many are under way."""
        while len(self.waiting) > at_most:
            for ended in wait(self.waiting, return_when=FIRST_COMPLETED).done:
                outcome = self._outcome(self.waiting.pop(ended), ended)
                self.outcomes.append(outcome)
                self._told(outcome)

    def _outcome(self, perm_id: str, ended: Future[tuple[Download, ...]]) -> DownloadOutcome:
        try:
            return DownloadOutcome.of(perm_id, ended.result())
        except Cancelled:  # all of it is: this one has not failed
            raise
        except OpenbisError as error:
            cause = error.cause if isinstance(error, DownloadFailed) else error
            if isinstance(cause, _POINTLESS):
                self.stopped_by = cause
            return DownloadOutcome(perm_id, OutcomeState.FAILED, error=error)
