"""Use case that reads byte ranges of files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.files.availability import ensure_available
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@dataclass(frozen=True)
class ReadFile:
    """Read a part of a file of a data set into memory."""

    session_manager: SessionManager
    data_sets: DataSets
    data_store: DataStore

    def __call__(
        self,
        name: str,
        data_set: DataSet,
        file: DataSetFile,
        start: int = 0,
        end: int | None = None,
        cancellation: Cancellation | None = None,
        *,
        again: bool = False,
    ) -> bytes:
        """Return a byte range of a file.

        Args:
            name: The connection.
            data_set: The data set of the file.
            file: The file as the data store lists it.
            start: Offset of the first byte, from 0.
            end: Offset after the last byte, clamped to the file's size; None is the file's size.
            cancellation: Cancels the request from another thread.
            again: Whether more of the file will be read soon; see `DataStore.read`.

        Raises:
            UnknownConnection, NotLoggedIn.
            DataNotAvailable: the data store does not return the file; DataSetArchived if it is archived.
            IntegrityError: the bytes are damaged or too few.
            Cancelled: on request.
        """
        cancellation = cancellation or Cancellation()
        first = min(max(0, start), file.size)
        last = file.size if end is None else min(max(first, end), file.size)
        with cancellation.as_current():
            return self.session_manager.use(name, self._read, data_set, file, first, last, cancellation, again=again)

    def ranges(
        self, name: str, data_set: DataSet, ranges: Sequence[FileRange], cancellation: Cancellation | None = None
    ) -> tuple[bytes, ...]:
        """Return several byte ranges of files of a data set, in few requests.

        Args:
            name: The connection.
            data_set: The data set of the files.
            ranges: The ranges, within the files.
            cancellation: Cancels the request from another thread.

        Raises:
            OpenbisError: as `__call__`.
        """
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            return self.session_manager.use(name, self._read_ranges, data_set, ranges, cancellation)

    def end_reading(self, data_set: DataSet | None = None, file: DataSetFile | None = None) -> None:
        """Release the resources kept for further reads of a file, or of all files; see `DataStore.end_reading`."""
        self.data_store.end_reading(data_set, file)

    def _read(
        self,
        session: Session,
        data_set: DataSet,
        file: DataSetFile,
        start: int,
        end: int,
        cancellation: Cancellation,
        *,
        again: bool,
    ) -> bytes:
        try:
            return self.data_store.read(session, data_set, file, start, end, cancellation, again=again)
        except DataNotAvailable:
            ensure_available(self.data_sets.get(session, data_set.perm_id))
            raise

    def _read_ranges(
        self, session: Session, data_set: DataSet, ranges: Sequence[FileRange], cancellation: Cancellation
    ) -> tuple[bytes, ...]:
        try:
            return self.data_store.read_ranges(session, data_set, ranges, cancellation)
        except DataNotAvailable:
            ensure_available(self.data_sets.get(session, data_set.perm_id))
            raise
