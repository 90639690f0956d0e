"""Publishing a notebook."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Cancellation, Publication, PublishRequest, Upload
from jupyter_openbis_server.domain.ports import Progress
from jupyter_openbis_server.domain.publishing import Publishing
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases.upload_dataset import UploadDataset


@dataclass(frozen=True)
class PublishNotebook:
    """Register a notebook, a page to read it in a browser, and what lies beside it as one data set."""

    publishing: Publishing
    upload: UploadDataset

    def __call__(
        self,
        name: str,
        request: PublishRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> Upload:
        """Publish the notebook as it is on the disk now.

        Args:
            name: The connection.
            request: Which notebook, and how.
            cancellation: By which the caller can end the work, as long as the registration has not begun.
            progress: Who wants to know how far it has come.

        Raises:
            ConversionFailed: no page can be made of it.
            OpenbisError: as `UploadDataset`.
        """
        files = self.publishing.files_of(request)
        return self.upload.register(
            name, lambda session: self.publishing.publication(session, request, files), cancellation, progress
        )


@dataclass(frozen=True)
class PlanPublication:
    """Check everything as `PublishNotebook` does, and tell what it would send. Sends nothing."""

    keeper: SessionKeeper
    publishing: Publishing

    def __call__(self, name: str, request: PublishRequest, cancellation: Cancellation | None = None) -> Publication:
        """Return the data set that would be registered.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidUpload: with all problems at once.
            ConversionFailed: no page can be made of the notebook.
            Cancelled: on request.
        """
        with (cancellation or Cancellation()).governs():
            files = self.publishing.files_of(request)
            return self.keeper.use(name, lambda session: self.publishing.publication(session, request, files))
