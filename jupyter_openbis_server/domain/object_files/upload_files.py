"""Use case that uploads files to a sample or experiment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    IntegrityError,
    RequestRefused,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import FilesExist, FilesNotUploaded
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadPlan, FileUploadRequest
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress


@dataclass(frozen=True)
class UploadFiles:
    """Validate an upload completely, then send and verify the files.

    The same request continues after an interruption: files that openBIS has already are not sent again.
    """

    session_manager: SessionManager
    checks: FileUploadChecks
    object_files: ObjectFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: FileUploadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> FileUpload:
        """Upload files and folders.

        Args:
            name: The connection.
            request: What to send, and where to.
            cancellation: Cancels the upload.
            progress: Receives the progress of the transfer.

        Raises:
            UnknownConnection, NotLoggedIn, NoFileServer: nothing was done.
            InvalidUpload: with all problems at once; nothing was sent.
            FilesExist: files have other content in openBIS, and must not be replaced; nothing was sent.
            FilesChanged: another program changed them meanwhile.
            FilesNotUploaded: the transfer failed.
            Cancelled: on request.
        """
        return self.store(name, partial(self.checks.plan, request=request), cancellation, progress)

    def store(
        self,
        name: str,
        plan_of: Callable[[Session], FileUploadPlan],
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> FileUpload:
        """Upload what `plan_of` returns in a session. Raises the errors of `__call__`."""
        self.guard.check()
        cancellation, progress = cancellation or Cancellation(), progress or NoProgress()
        with cancellation.as_current():
            return self.session_manager.use(name, self._upload, name, plan_of, cancellation, progress)

    def _upload(
        self,
        session: Session,
        name: str,
        plan_of: Callable[[Session], FileUploadPlan],
        cancellation: Cancellation,
        progress: Progress,
    ) -> FileUpload:
        plan = plan_of(session)
        if plan.existing and not plan.replaces:
            raise FilesExist(plan.existing)
        return self._sent(session, name, plan, cancellation, progress)

    def _sent(
        self, session: Session, name: str, plan: FileUploadPlan, cancellation: Cancellation, progress: Progress
    ) -> FileUpload:
        progress.begin(plan.total)
        try:
            stored = self.object_files.store(session, plan.owner.perm_id, plan.files, cancellation, progress)
        except (ConnectionFailed, RequestRefused, SourceNotReadable, IntegrityError, DataNotAvailable) as error:
            raise FilesNotUploaded(error) from error
        link = eln_url(session.instance.url, plan.owner.kind, plan.owner.perm_id)
        return FileUpload(name, plan.owner, stored, plan.unchanged, link, plan.left_out_files, plan.folder)
