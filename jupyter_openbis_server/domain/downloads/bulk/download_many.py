"""Download of many data sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import SimpleQueue

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, DownloadReport
from jupyter_openbis_server.domain.downloads.bulk.ports import DownloadExecutor
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DiskFull,
    DownloadFailed,
    NotLoggedIn,
    NoWorkersAvailable,
    OpenbisError,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.interruptible import next_item

_ABORT_ON = (NotLoggedIn, DiskFull, NoWorkersAvailable)
"""Errors that would affect all remaining data sets, too."""


@dataclass(frozen=True)
class DownloadMany:
    """Download data sets, several concurrently, and continue if one fails.

    The same call again resumes the downloads: complete files are recognised and not fetched.

    Attributes:
        default_executor: Creates the executor of runs without their own, for the given number of concurrent downloads.
    """

    connections: Connections
    folders: DownloadFolders
    default_executor: Callable[[int], DownloadExecutor]

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        perm_ids: Iterable[str],
        cancellation: Cancellation | None = None,
        *,
        max_concurrent: int = 4,
        on_outcome: Callable[[DownloadOutcome], None] = lambda _: None,
        download_executor: DownloadExecutor | None = None,
    ) -> DownloadReport:
        """Return the report with the outcome of each data set.

        Args:
            name: Name of the connection.
            request: Options for all data sets; the data sets in it are ignored.
            perm_ids: The data sets; consumed lazily, so they can be searched for while others are downloaded.
            cancellation: Cancels all downloads.
            max_concurrent: Maximum number of concurrent downloads; at least one.
            on_outcome: Called with each outcome when the download ends, one after the other, in the caller's thread.
            download_executor: Runs the downloads; default: `default_executor`.

        Raises:
            UnknownConnection, InvalidPath: nothing was done.
            Cancelled: on request; the same call resumes the downloads.
        """
        self.connections.get(name)
        self.folders.check(request.folder)
        download_executor = download_executor or self.default_executor(max_concurrent)
        with (cancellation or Cancellation()).child() as group:
            run = _Run(download_executor, group, on_outcome)
            try:
                with group.on_cancel(run.wake_up):
                    for perm_id in _without_duplicates(perm_ids):
                        group.check()
                        run.collect(at_most=max(max_concurrent, 1) - 1)
                        if run.stopped_by:
                            break
                        run.start(name, replace(request, perm_ids=(perm_id,)))
                    run.collect(at_most=0)
                    group.check()
            except BaseException:  # also Ctrl-C, or an error of the caller's iterable
                group.cancel()
                run.give_up()
                raise
            finally:
                download_executor.finish()
        return DownloadReport(tuple(run.outcomes), run.stopped_by)


def _without_duplicates(perm_ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for perm_id in perm_ids:
        if perm_id not in seen:
            seen.add(perm_id)
            yield perm_id


class _Run:
    """The active downloads and the outcomes of one run."""

    def __init__(
        self,
        download_executor: DownloadExecutor,
        cancellation: Cancellation,
        on_outcome: Callable[[DownloadOutcome], None],
    ) -> None:
        self.outcomes: list[DownloadOutcome] = []
        self.stopped_by: OpenbisError | None = None
        self._download_executor = download_executor
        self._cancellation = cancellation
        self._on_outcome = on_outcome
        self._active: dict[Future[DownloadOutcome], str] = {}
        self._ended: SimpleQueue[Future[DownloadOutcome] | None] = SimpleQueue()

    def start(self, name: str, request: DownloadRequest) -> None:
        """Start one more download."""
        (perm_id,) = request.perm_ids
        try:
            future = self._download_executor.start(name, request, self._cancellation)
        except Cancelled:
            raise
        except OpenbisError as error:
            self._note(DownloadOutcome.failed(perm_id, error))
            return
        self._active[future] = perm_id
        future.add_done_callback(self._ended.put)

    def collect(self, *, at_most: int) -> None:
        """Wait until at most `at_most` downloads are active. Raises Cancelled at once: others may end slowly."""
        while len(self._active) > at_most:
            ended = next_item(self._ended)
            self._cancellation.check()
            if ended:
                self._note(self._download_executor.outcome(self._active.pop(ended), ended))

    def wake_up(self) -> None:
        """Wake up `collect`, so that it checks for cancellation."""
        self._ended.put(None)

    def give_up(self) -> None:
        """Cancel the downloads that have not begun."""
        for future in self._active:
            future.cancel()

    def _note(self, outcome: DownloadOutcome) -> None:
        cause = outcome.error.cause if isinstance(outcome.error, DownloadFailed) else outcome.error
        if isinstance(cause, _ABORT_ON):
            self.stopped_by = cause
        self.outcomes.append(outcome)
        self._on_outcome(outcome)
