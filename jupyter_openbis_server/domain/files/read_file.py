"""Use case that reads byte ranges of files."""

from __future__ import annotations

from collections import Counter
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

MAX_BYTES_AT_ONCE = 8 * 1024 * 1024
"""A data store sends more than this in several answers, between which a file can change."""


class FileChanged(DataNotAvailable):
    """A file was changed in openBIS after its listing: parts of it can be of different versions."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: it was changed in openBIS while it was read; read it again")


@dataclass(frozen=True)
class ReadFile:
    """Read a part of a file of a data set into memory.

    One result is of one version of the file, except with `again`. Who combines several of a data set that can change
    calls `check_unchanged` at the end.
    """

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
            again: Whether more of the file will be read soon; see `DataStore.read`. The caller then checks all parts
                together, by `check_unchanged`.

        Raises:
            UnknownConnection, NotLoggedIn.
            DataNotAvailable: the data store does not return the file; DataSetArchived if it is archived.
            FileChanged: a long range, and the file was changed or removed after its listing.
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
        """Return several byte ranges of files of a data set, in few requests; those of a file are of one version.

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

    def check_unchanged(
        self, name: str, data_set: DataSet, file: DataSetFile, cancellation: Cancellation | None = None
    ) -> None:
        """Raise an error if a file is not what was listed. Files of data sets that never change need no request.

        Args:
            name: The connection.
            data_set: The data set of the file.
            file: The file as it was listed.
            cancellation: Cancels the request from another thread.

        Raises:
            UnknownConnection, NotLoggedIn.
            FileChanged: it was changed or removed.
            DataNotAvailable: the data set cannot be listed.
            Cancelled: on request.
        """
        if data_set.is_mutable:
            with (cancellation or Cancellation()).as_current():
                self.session_manager.use(name, self._check_unchanged, data_set, [file])

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
            content = self.data_store.read(session, data_set, file, start, end, cancellation, again=again)
        except DataNotAvailable:
            ensure_available(self.data_sets.get(session, data_set.perm_id))
            raise
        if not again:
            self._check_unchanged(session, data_set, _read_in_parts([FileRange(file, start, end)]))
        return content

    def _read_ranges(
        self, session: Session, data_set: DataSet, ranges: Sequence[FileRange], cancellation: Cancellation
    ) -> tuple[bytes, ...]:
        try:
            contents = self.data_store.read_ranges(session, data_set, ranges, cancellation)
        except DataNotAvailable:
            ensure_available(self.data_sets.get(session, data_set.perm_id))
            raise
        self._check_unchanged(session, data_set, _read_in_parts(ranges))
        return contents

    def _check_unchanged(self, session: Session, data_set: DataSet, files: Sequence[DataSetFile]) -> None:
        if not files or not data_set.is_mutable:
            return
        there = {each.path: (each.size, each.modified) for each in self.data_store.files(session, data_set)}
        for file in files:
            if there.get(file.path) != (file.size, file.modified):
                raise FileChanged(file.path)


def _read_in_parts(ranges: Sequence[FileRange]) -> list[DataSetFile]:
    """Return the files that are read in several parts, or by more than one answer."""
    counts = Counter(each.file for each in ranges for _ in range(each.start, each.end, MAX_BYTES_AT_ONCE))
    return [file for file, count in counts.items() if count > 1]
