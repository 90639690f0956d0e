"""Port of the registration of data sets."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft


class DataSetRegistration(Protocol):
    """Transfer of files to openBIS and their registration as a data set."""

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> str:
        """Send the files, register the data set, and return its permId.

        `progress` is notified of bytes that openBIS has received.

        Raises:
            UploadFailed: openBIS rejected the data set or did not register it.
            UploadUnconfirmed: openBIS did not respond; it may have registered the data set.
            SourceNotReadable: a file is no longer readable.
            Cancelled: before the registration, within a second of the request to cancel; never after it.
        """
