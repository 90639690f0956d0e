"""Download of one of many data sets."""

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, OutcomeState
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataSetNotPhysical,
    DownloadFailed,
    NoFilesMatch,
    OpenbisError,
    PartialDownloadFailure,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.shared.summed_progress import SummedProgress


@dataclass(frozen=True)
class AttemptDownload:
    """Download one data set and return the outcome; a failure is an outcome, too."""

    download: DownloadDataset

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        keep: Callable[[tuple[Download, ...]], None] = lambda _: None,
    ) -> DownloadOutcome:
        """Return the outcome for the one data set of the request.

        Args:
            name: Name of the connection.
            request: The data sets and the folder.
            cancellation: Cancels the download.
            progress: Notified of the progress.
            keep: Called with the complete downloads, also for a container that has failed in part.

        Raises:
            Cancelled: on request.
        """
        (perm_id,) = request.perm_ids
        try:
            done = self.download(name, request, cancellation, progress)
        except Cancelled:  # the whole run is cancelled; this data set has not failed
            raise
        except NoFilesMatch as error:
            return DownloadOutcome.without_files(perm_id, OutcomeState.SKIPPED, error)
        except PartialDownloadFailure as error:  # some components of a container are complete
            keep(tuple(error.downloads))
            return DownloadOutcome.failed(perm_id, error, error.downloads)
        except OpenbisError as error:
            cause = error.cause if isinstance(error, DownloadFailed) else error
            if isinstance(cause, DataSetNotPhysical) and cause.is_link:
                return DownloadOutcome.without_files(perm_id, OutcomeState.LINK, cause)
            return DownloadOutcome.failed(perm_id, error)
        keep(done)
        return DownloadOutcome.of(perm_id, done)


@dataclass(frozen=True)
class AttemptWithProgress:
    """Port `Attempt` that reports the progress of all downloads together; the total grows as they begin."""

    attempt: AttemptDownload
    progress: SummedProgress

    def __call__(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> DownloadOutcome:
        """See `Attempt`."""
        (perm_id,) = request.perm_ids
        return self.attempt(name, request, cancellation, self.progress.part(perm_id))
