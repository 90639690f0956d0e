"""Downloading one of many data sets."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError
from jupyter_openbis_server.domain.model import Cancellation, DownloadOutcome, DownloadRequest
from jupyter_openbis_server.domain.use_cases.download_dataset import DownloadDataset


@dataclass(frozen=True)
class AttemptDownload:
    """Download one data set, and tell what became of it: a failure is an outcome, too."""

    download: DownloadDataset

    def __call__(
        self, name: str, request: DownloadRequest, cancellation: Cancellation | None = None
    ) -> DownloadOutcome:
        """Return the outcome for the one data set of the request. Raises Cancelled, on request."""
        (perm_id,) = request.perm_ids
        try:
            return DownloadOutcome.of(perm_id, self.download(name, request, cancellation))
        except Cancelled:  # all of it is: this one has not failed
            raise
        except OpenbisError as error:
            return DownloadOutcome.failed(perm_id, error)
