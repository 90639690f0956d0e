"""Ports of the data store: listing, reading and fetching files of data sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class FileTrees(Protocol):
    """The files of data sets as trees, possibly cached."""

    def __call__(self, name: str, perm_id: str) -> FileTree:
        """Return the tree of a data set's files.

        Args:
            name: The connection.
            perm_id: The data set.

        Raises:
            OpenbisError: see the use case `ListFiles`.
        """


class FileListings(Protocol):
    """The part of `DataStore` that lists files."""

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set except the root, parents before children.

        Raises:
            DataNotAvailable: the data store cannot list it now; DataSetInAfs if there is no protocol for it.
        """


class DataStore(FileListings, Protocol):
    """Access to the files of data sets in openBIS."""

    def files_of_many(self, session: Session, data_sets: Sequence[DataSet]) -> Mapping[str, tuple[DataSetFile, ...]]:
        """Return the files of several data sets by permId, in few requests.

        Data sets that the data store cannot list now are omitted, and so are some that share a request with them;
        `files` raises the reason.
        """

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """Fetch files (no folders) into a receiver: each is received, then completed, suspended or discarded.

        Of a partial file, only the missing ranges are fetched if the data store supports it. If a file is not
        available, the other files are completed before the error is raised.

        Raises:
            DataNotAvailable: the data store does not return the content of some files.
            IntegrityError: a file is still wrong after the retries.
            StorageError, InvalidPath: from `into`; raised immediately.
            Cancelled: within a second of the request to cancel.
        """

    def reads_parts(self, session: Session, data_set: DataSet) -> bool:
        """Return whether reading a part of a file costs about its length. If not, all bytes before it are also sent.

        Raises:
            DataSetInAfs: there is no protocol for the data store of the data set.
        """

    def read(
        self,
        session: Session,
        data_set: DataSet,
        file: DataSetFile,
        start: int,
        end: int,
        cancellation: Cancellation,
        *,
        again: bool = False,
    ) -> bytes:
        """Return a byte range of a file. Only that range is held in memory.

        Args:
            session: The session of the request.
            data_set: The data set of the file.
            file: The file as the data store lists it.
            start: Offset of the first byte, from 0.
            end: Offset after the last byte, from `start` to the file's size. An empty range sends no request.
            cancellation: Cancels the request.
            again: Whether more of the file will be read soon. If so, resources on the server are kept for some
                seconds, or until `end_reading`; they are few for all clients, so not many are kept.

        Raises:
            DataNotAvailable: the data store does not return the file.
            IntegrityError: the bytes are still wrong or too few after the retries. For a whole file, the data store's
                checksum is compared.
            Cancelled: within a second of the request to cancel.
        """

    def read_ranges(
        self, session: Session, data_set: DataSet, ranges: Sequence[FileRange], cancellation: Cancellation
    ) -> tuple[bytes, ...]:
        """Return several byte ranges of one or more files, in few requests.

        Args:
            session: The session of the request.
            data_set: The data set of the files.
            ranges: The ranges; the result has the same order.
            cancellation: Cancels the request.

        Raises:
            OpenbisError: as `read`, for the first range that is not available.
        """

    def end_reading(self, data_set: DataSet | None = None, file: DataSetFile | None = None) -> None:
        """Release the resources that `read` keeps on the server, for one file or for all. Raises no OpenbisError."""
