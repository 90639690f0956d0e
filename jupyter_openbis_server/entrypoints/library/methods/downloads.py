"""The part of a connection that downloads data sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

from jupyter_openbis_server.domain.catalogue.container_data_sets import each_once
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, DownloadReport
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import ZERO, Progress
from jupyter_openbis_server.entrypoints.cluster import FuturesDownloadExecutor
from jupyter_openbis_server.entrypoints.library.entities.arguments import reference_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.entities import DataSet
from jupyter_openbis_server.entrypoints.library.entities.listing import Listing
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import several
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of

_DEFAULT_CONCURRENT = 4
_DEFAULT_SUBMITTED = 32


class DownloadMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def download(
        self,
        data_sets: str | EntityObject | Iterable[str | EntityObject],
        to: str | Path = ".",
        *,
        files: str | Iterable[str] = (),
        flat: bool = False,
        overwrite: bool = True,
        folder_names: FolderNames | str = FolderNames.PERM_ID,
        max_concurrent: int | None = None,
        on_outcome: Callable[[DownloadOutcome], None] = lambda _: None,
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
        executor: Executor | None = None,
    ) -> DownloadReport:
        """Download data sets, each into a folder of its own. Repeating the call resumes and repairs.

        A failed data set does not stop the others; read the report, or call its `raise_first`.

        Args:
            data_sets: One or many, by permId or as `datasets` yields them; an iterable is consumed as needed. The
                permId, identifier or link of an object or collection, or such an entity, means the files that it has
                itself, in openBIS's file server (AFS). Each data set that `datasets` yields is downloaded once:
                components that follow their container only into its folder. Link data sets are reported as such: their
                files are outside openBIS.
            to: Target folder; `~` is the home folder.
            files: Only files with these paths, or that match one of these patterns, e.g. `**/*.csv`. Data sets without
                such files are reported as skipped; if no data set has such files, the report is not complete and
                `raise_first` raises NoFilesMatch.
            flat: Leave out openBIS's folder `original`.
            overwrite: Replace files that differ from openBIS's.
            folder_names: What new folders are called: `"permId"`, or `"name"` for `Name (permId)`. A folder with the
                same permId is used again, with any name.
            max_concurrent: Number of data sets downloaded at the same time, default 4; with an executor, the
                number submitted at the same time, default 32; best a few more than it has workers.
            on_outcome: Called with the outcome of each data set.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`. The total grows while data sets begin.
                With an executor, the bar counts data sets when they are complete.
            cancellation: Cancels it from another thread.
            executor: Runs the downloads instead of threads of this process: any executor of `concurrent.futures`, e.g.
                a `ProcessPoolExecutor`, or dask's `client.get_executor()`. Its workers need the folder under the same
                path, and receive the session's token, never a password. It is not shut down. Downloads that have
                started when the download is cancelled run to their end.
        """
        names = FolderNames.parse(folder_names)
        target, selection = str(expanded(to).absolute()), Selection(several(files))
        request = DownloadRequest((), target, selection, flat, overwrite, folder_names=names)
        download_executor = None if executor is None else FuturesDownloadExecutor(self._use_cases, executor)
        number = max_concurrent or (_DEFAULT_SUBMITTED if download_executor else _DEFAULT_CONCURRENT)
        with progress_of(progress, "Download") as shown:
            downloads = self._use_cases.downloads
            return downloads.download_many(
                self.name,
                request,
                self._each_once(data_sets),
                cancellation,
                max_concurrent=number,
                on_outcome=_Outcomes(on_outcome, shown) if download_executor else on_outcome,
                download_executor=download_executor or downloads.reporting_executor(shown, max(number, 1)),
            )

    def verify(self, folder: str | Path) -> Iterator[Verification]:
        """Compare downloads in a folder with their manifests: the function `verify`."""
        return self._use_cases.downloads.verify(str(expanded(folder).absolute()))

    def _each_once(self, data_sets: str | EntityObject | Iterable[str | EntityObject]) -> Iterator[str]:
        wanted: Iterable[str | EntityObject] = data_sets  # type: ignore[assignment]
        if isinstance(data_sets, (str, EntityObject)):
            wanted = [data_sets]
        elif isinstance(data_sets, Listing):
            wanted = data_sets.from_first()

        def contained(perm_id: str) -> Sequence[str]:
            try:
                return self._use_cases.catalogue.list_components(self.name, perm_id)
            except OpenbisError:  # the download of the container reports it
                return (perm_id,)

        return each_once((_named(each) for each in wanted), contained)


def _named(each: str | EntityObject) -> str | DataSet:
    """Return a data set as such, since it may be a container, and another entity by its permId."""
    return each if isinstance(each, DataSet) else reference_of(each)


class _Outcomes:
    """Counts complete data sets of other processes, which report no other progress."""

    def __init__(self, on_outcome: Callable[[DownloadOutcome], None], progress: Progress) -> None:
        self._on_outcome, self._progress, self._total = on_outcome, progress, ZERO

    def __call__(self, outcome: DownloadOutcome) -> None:
        """Report the sum of all outcomes."""
        self._total += outcome.total
        self._progress.begin(self._total, self._total)
        self._on_outcome(outcome)
