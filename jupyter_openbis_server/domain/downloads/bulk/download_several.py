"""Concurrent download of a list of data sets, with the files of each data set in the result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from jupyter_openbis_server.domain.catalogue.ports import DataSetsByReference
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.downloads.bulk.download_many import DownloadMany
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, DownloadResult, OutcomeState
from jupyter_openbis_server.domain.downloads.bulk.ports import Attempt, DownloadExecutor
from jupyter_openbis_server.domain.downloads.bulk.prefetched import Prefetched
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.shared.summed_progress import SummedProgress


@dataclass(frozen=True)
class DownloadSeveral:
    """Download the data sets of a request, several concurrently; a failure does not stop the others.

    Their metadata and file listings are fetched in a few requests before the first download begins.

    Attributes:
        download_with: Creates the use case that downloads one data set and requests only what is not prefetched.
        executor_for: Creates the executor for the given number of concurrent downloads.
    """

    session_manager: SessionManager
    data_sets: DataSetsByReference
    data_store: DataStore
    folders: DownloadFolders
    download_many: DownloadMany
    download_with: Callable[[Prefetched], DownloadDataset]
    executor_for: Callable[[Attempt, int], DownloadExecutor]

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        *,
        max_concurrent: int = 4,
        on_result: Callable[[DownloadResult], None] = lambda _: None,
    ) -> tuple[DownloadResult, ...]:
        """Return the result of each data set, in the order of the request.

        A data set without matching files, or whose files are outside openBIS, is skipped. This is a failure only if
        all data sets are skipped.

        Args:
            name: Name of the connection.
            request: The data sets and the folder.
            cancellation: Cancels all downloads.
            progress: Notified of the total progress of all downloads.
            max_concurrent: Maximum number of concurrent downloads; at least one.
            on_result: Called with each result as soon as it is available, in the caller's thread.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed, InvalidPath: nothing was done.
            Cancelled: on request; the same request resumes the downloads.
        """
        cancellation = cancellation or Cancellation()
        self.folders.check(request.folder)
        perm_ids = tuple(dict.fromkeys(request.perm_ids))
        with cancellation.as_current():
            prefetched = self.session_manager.use(name, Prefetched.of, self.data_sets, self.data_store, perm_ids)
        expected = {perm_id: prefetched.amount(perm_id, request.selection) for perm_id in perm_ids}
        attempt, summed = (
            AttemptDownload(self.download_with(prefetched)),
            SummedProgress(progress or NoProgress(), expected),
        )
        attempts = _Attempts(attempt, summed, on_result)
        report = self.download_many(
            name,
            request,
            perm_ids,
            cancellation,
            max_concurrent=max_concurrent,
            on_outcome=attempts.report,
            download_executor=self.executor_for(attempts.attempt, max(max_concurrent, 1)),
        )
        outcomes = {each.perm_id: each for each in report.outcomes}
        not_started = report.stopped_by
        results = [
            attempts.result(outcomes[each]) if each in outcomes else DownloadResult(each, error=not_started)
            for each in perm_ids
        ]
        if all(each.skipped for each in results):  # then the reason for skipping is the error
            return tuple(replace(each, error=each.skipped, skipped=None) for each in results)
        return tuple(results)


class _Attempts:
    """Attempts single downloads, from several threads, and keeps the complete ones."""

    def __init__(
        self, attempt: AttemptDownload, progress: SummedProgress, on_result: Callable[[DownloadResult], None]
    ) -> None:
        self._attempt = attempt
        self._progress = progress
        self._on_result = on_result
        self._done: dict[str, tuple[Download, ...]] = {}
        self._lock = threading.Lock()

    def attempt(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> DownloadOutcome:
        """See `Attempt`. Raises Cancelled."""
        (perm_id,) = request.perm_ids
        return self._attempt(name, request, cancellation, self._progress.part(perm_id), partial(self._keep, perm_id))

    def report(self, outcome: DownloadOutcome) -> None:
        """Pass the result of one data set on."""
        self._on_result(self.result(outcome))

    def result(self, outcome: DownloadOutcome) -> DownloadResult:
        """Return the result of one data set with its complete downloads."""
        with self._lock:
            done = self._done.get(outcome.perm_id, ())
        if outcome.state in (OutcomeState.SKIPPED, OutcomeState.LINK):
            return DownloadResult(outcome.perm_id, done, skipped=outcome.error)
        return DownloadResult(outcome.perm_id, done, outcome.error)

    def _keep(self, perm_id: str, downloads: tuple[Download, ...]) -> None:
        with self._lock:
            self._done[perm_id] = downloads
