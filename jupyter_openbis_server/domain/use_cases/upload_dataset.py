"""Bringing files of the user's into openBIS."""

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import ConnectionFailed, RequestRefused, SourceNotReadable, UploadFailed
from jupyter_openbis_server.domain.model import (
    Cancellation,
    DataSetDraft,
    EntityKind,
    NoProgress,
    Session,
    Upload,
    UploadRequest,
)
from jupyter_openbis_server.domain.model.eln_link import eln_url
from jupyter_openbis_server.domain.ports import DataStore, Progress
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.upload_checks import UploadChecks


@dataclass(frozen=True)
class UploadDataset:
    """Check an upload completely, then send the files and register the data set."""

    keeper: SessionKeeper
    checks: UploadChecks
    data_store: DataStore

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
            request: What to register.
            cancellation: By which the caller can end the work, as long as the registration has not begun.
            progress: Who wants to know how far it has come.

        Raises:
            UnknownConnection, NotLoggedIn: nothing was done.
            InvalidUpload: with all problems at once; nothing was sent.
            UploadFailed: the files or the registration did not come through.
            UploadUnconfirmed: nobody can tell whether the data set was registered.
            Cancelled: on request; nothing was registered.
        """
        return self.register(name, lambda session: self.checks.draft(session, request), cancellation, progress)

    def register(
        self,
        name: str,
        draft_of: Callable[[Session], DataSetDraft],
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> Upload:
        """Do the same with whatever `draft_of` has checked in a session."""
        ending, told = cancellation or Cancellation(), progress or NoProgress()

        def run(session: Session) -> Upload:
            draft = draft_of(session)
            told.begin(draft.total)
            try:
                perm_id = self.data_store.register(session, draft, ending, told)
                return Upload(name, perm_id, eln_url(session.instance.url, EntityKind.DATA_SET, perm_id))
            except (ConnectionFailed, RequestRefused, SourceNotReadable) as error:
                raise UploadFailed(error) from error

        with ending.governs():
            return self.keeper.use(name, run)
