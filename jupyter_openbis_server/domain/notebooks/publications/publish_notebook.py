"""Use cases that plan and run the publication of a notebook."""

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.notebooks.publications.publication import Publication, PublishRequest
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import NotebookFiles, PublicationBuilder
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import Upload
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset


@dataclass(frozen=True)
class PublishNotebook:
    """Register a notebook, an HTML page of it, and the files beside it as one data set."""

    publishing: PublicationBuilder
    upload: UploadDataset

    def __call__(
        self,
        name: str,
        request: PublishRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> Upload:
        """Publish the notebook in its current state on the disk.

        Args:
            name: Name of the connection.
            request: The notebook and the options.
            cancellation: Cancels the work; without effect once the registration has begun.
            progress: Notified of the progress.

        Raises:
            ConversionFailed, DiskFull: the notebook cannot be converted to a page.
            OpenbisError: as `UploadDataset`.
        """
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            files = self.publishing.files_of(request)
        checks = _PublicationChecks(self.publishing, request, files)
        upload = self.upload.register(name, checks.draft, cancellation, progress)
        return replace(upload, remarks=checks.remarks)


@dataclass
class _PublicationChecks:
    """Checks the files of a publication in a session, and keeps the remarks for the result."""

    publishing: PublicationBuilder
    request: PublishRequest
    files: NotebookFiles
    remarks: tuple[str, ...] = ()

    def draft(self, session: Session) -> Publication:
        """Return the data set to register. Raises InvalidUpload."""
        checked = self.publishing.publication(session, self.request, self.files)
        self.remarks = checked.remarks
        return checked


@dataclass(frozen=True)
class PlanPublication:
    """Run all checks of `PublishNotebook` without sending data."""

    session_manager: SessionManager
    publishing: PublicationBuilder

    def __call__(self, name: str, request: PublishRequest, cancellation: Cancellation | None = None) -> Publication:
        """Return the data set that would be registered.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidUpload: with all problems at once.
            ConversionFailed: the notebook cannot be converted to a page.
            Cancelled: on request.
        """
        with (cancellation or Cancellation()).as_current():
            files = self.publishing.files_of(request)
            return self.session_manager.use(name, self.publishing.publication, request, files)
