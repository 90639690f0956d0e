"""Showing what an upload would do."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Cancellation, DataSetDraft, UploadRequest
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.upload_checks import UploadChecks


@dataclass(frozen=True)
class PlanUpload:
    """Check an upload as `UploadDataset` does, and tell what it would send. Sends nothing."""

    keeper: SessionKeeper
    checks: UploadChecks

    def __call__(self, name: str, request: UploadRequest, cancellation: Cancellation | None = None) -> DataSetDraft:
        """Return the data set that would be registered.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidUpload: with all problems at once.
            Cancelled: on request.
        """
        with (cancellation or Cancellation()).governs():
            return self.keeper.use(name, lambda session: self.checks.draft(session, request))
