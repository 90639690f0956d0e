"""Use cases that plan and run an upload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import ConnectionFailed, RequestRefused, SourceNotReadable, UploadFailed
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.uploads.ports import DataSetRegistration
from jupyter_openbis_server.domain.uploads.upload import (
    DataSetDraft,
    RegistrationMark,
    Upload,
    UploadRequest,
    ignore_mark,
)
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks


@dataclass(frozen=True)
class PlanUpload:
    """Validate an upload as `UploadDataset` does and return its draft, without sending it."""

    session_manager: SessionManager
    checks: UploadChecks

    def __call__(self, name: str, request: UploadRequest, cancellation: Cancellation | None = None) -> DataSetDraft:
        """Return the data set that would be registered.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidUpload: with all problems at once.
            Cancelled: on request.
        """
        with (cancellation or Cancellation()).as_current():
            return self.session_manager.use(name, self.checks.draft, request)


@dataclass(frozen=True)
class UploadDataset:
    """Validate an upload completely, then send the files and register the data set."""

    session_manager: SessionManager
    checks: UploadChecks
    registration: DataSetRegistration
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: UploadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> Upload:
        """Upload a data set.

        Args:
            name: The connection.
            request: The data set to register.
            cancellation: Cancels the upload, as long as the registration has not begun.
            progress: Receives the progress of the transfer.

        Raises:
            UnknownConnection, NotLoggedIn: nothing was done.
            InvalidUpload: with all problems at once; nothing was sent.
            UploadFailed: the transfer or the registration failed.
            UploadUnconfirmed: it is unknown whether the data set was registered.
            Cancelled: on request; nothing was registered.
        """
        return self.register(name, partial(self.checks.draft, request=request), cancellation, progress)

    def register(
        self,
        name: str,
        draft_of: Callable[[Session], DataSetDraft],
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        on_registering: Callable[[RegistrationMark], None] = ignore_mark,
    ) -> Upload:
        """Upload the draft that `draft_of` returns in a session. Raises the errors of `__call__`.

        `on_registering`: see the port `DataSetRegistration`.
        """
        self.guard.check()
        cancellation, progress = cancellation or Cancellation(), progress or NoProgress()
        with cancellation.as_current():
            return self.session_manager.use(name, self._upload, name, draft_of, cancellation, progress, on_registering)

    def _upload(
        self,
        session: Session,
        name: str,
        draft_of: Callable[[Session], DataSetDraft],
        cancellation: Cancellation,
        progress: Progress,
        on_registering: Callable[[RegistrationMark], None],
    ) -> Upload:
        draft = draft_of(session)
        progress.begin(draft.total)
        try:
            perm_id = self.registration.register(session, draft, cancellation, progress, on_registering)
            link = eln_url(session.instance.url, EntityKind.DATA_SET, perm_id)
            return Upload(name, perm_id, link, left_out_files=draft.left_out_files)
        except (ConnectionFailed, RequestRefused, SourceNotReadable) as error:
            raise UploadFailed(error) from error
