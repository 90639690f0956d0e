"""Port of the registration of data sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark, ignore_mark


class DataSetRegistration(Protocol):
    """Transfer of files to openBIS and their registration as a data set."""

    def register(
        self,
        session: Session,
        draft: DataSetDraft,
        cancellation: Cancellation,
        progress: Progress,
        on_registering: Callable[[RegistrationMark], None] = ignore_mark,
    ) -> str:
        """Send the files, register the data set, and return its permId.

        Args:
            session: The session of the upload.
            draft: The data set.
            cancellation: Cancels the upload until the registration begins.
            progress: Is notified of bytes that openBIS has received.
            on_registering: Called when all files are sent, right before openBIS is asked to register them. An error
                that it raises ends the upload; nothing is registered then.

        Raises:
            UploadFailed: openBIS rejected the data set or did not register it.
            UploadUnconfirmed: openBIS did not respond; it may have registered the data set.
            SourceNotReadable: a file is no longer readable.
            Cancelled: before the registration, within a second of the request to cancel; never after it.
        """

    def registered_since(
        self, session: Session, draft: DataSetDraft, mark: RegistrationMark, cancellation: Cancellation
    ) -> tuple[DataSet, ...]:
        """Return data sets like a draft that were registered after a mark, newest first: same owner, type, user, files.

        Names, sizes and, where openBIS knows them, checksums of the files are compared; properties and parents are not.
        """
