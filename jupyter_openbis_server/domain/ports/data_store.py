"""The files of data sets, on openBIS's side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jupyter_openbis_server.domain.model import (
    Amount,
    Cancellation,
    DataSet,
    DataSetDraft,
    DataSetFile,
    FileTree,
    Session,
)
from jupyter_openbis_server.domain.ports.receiving import Receiver


class Progress(Protocol):
    """Is told how far a transfer has come. Called from several threads; must be quick and must not raise."""

    def begin(self, total: Amount, done: Amount = ...) -> None:
        """Take note of what there is to move, and how much of it is there already. Counting begins anew."""

    def moved(self, count: int) -> None:
        """Count bytes; negative where some have to be moved again."""

    def completed(self, path: str) -> None:
        """Count a file of which all is done."""


class FileTrees(Protocol):
    """The files of data sets as trees, maybe remembered for a while."""

    def __call__(self, name: str, perm_id: str) -> FileTree:
        """Return the tree of a data set's files.

        Args:
            name: The connection.
            perm_id: The data set.

        Raises:
            OpenbisError: see the use case `ListFiles`.
        """


class DataStore(Protocol):
    """The files of data sets, on openBIS's side."""

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set, parents before children, without the root itself.

        Raises:
            DataNotAvailable: the data store cannot list it now.
        """

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """Bring files (no folders) to the disk: each is received, and completed, suspended or discarded.

        Of files that are there in part, only the rest is fetched where the data store knows how to. A file that cannot
        be had does not keep the others away: they are completed, then the error about it is raised.

        Raises:
            DataNotAvailable: the data store does not give the data of some files.
            IntegrityError: a file is still wrong after the retries.
            StorageError, InvalidPath: what `into` raises is passed on, at once.
            Cancelled: within a second of being asked to end.
        """

    def reads_parts(self, session: Session) -> bool:
        """Whether a part of a file costs about as much as it is long. If not, all that lies before it comes, too."""

    def read(
        self, session: Session, data_set: DataSet, file: DataSetFile, start: int, end: int, cancellation: Cancellation
    ) -> bytes:
        """Return bytes of a file. They are held in memory, and so is no more of the file than that.

        Args:
            session: Who reads.
            data_set: Whose file.
            file: What the data store states.
            start: The first byte, from 0.
            end: The byte behind the last one, from `start` to the file's size. Of nothing, nothing is asked.
            cancellation: Ends it.

        Raises:
            DataNotAvailable: the data store does not give the file.
            IntegrityError: the bytes are still wrong or too few after the retries. Of a whole file, the checksum that
                the data store states is compared.
            Cancelled: within a second of being asked to end.
        """

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> str:
        """Send the files, register the data set, and return its permId.

        Progress is told of bytes that have arrived.

        Raises:
            UploadFailed: openBIS refused the data set or registered nothing.
            UploadUnconfirmed: openBIS did not answer, and may have registered it.
            SourceNotReadable: a file cannot be read any more.
            Cancelled: before the registration, within a second of being asked to end; never after it.
        """
