"""The port `DataStore`: every call goes to the protocol that fits the data store and the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source
from jupyter_openbis_server.adapters.openbis.transfer.registry import TransferRegistry
from jupyter_openbis_server.adapters.openbis.upload.registry import UploadRegistry
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark, ignore_mark


class OpenbisDataStore:
    """Lists, downloads and uploads files.

    Args:
        clients: Makes the client of a session.
        transfers: Knows the transfer protocols; all that there are if None.
        uploads: Knows the upload protocols; all that there are if None.
    """

    def __init__(
        self, clients: Clients, transfers: TransferRegistry | None = None, uploads: UploadRegistry | None = None
    ) -> None:
        self._clients = clients
        self._transfers = transfers or TransferRegistry()
        self._uploads = uploads or UploadRegistry(clients)

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set, in one request."""
        return self._transfers.for_listing(data_set).list_files(self._clients.of(session), data_set)

    def files_of_many(self, session: Session, data_sets: Sequence[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
        """Return the files of several data sets, in few requests."""
        client, found = self._clients.of(session), dict[str, tuple[DataSetFile, ...]]()
        for protocol, some in self._transfers.by_protocol(data_sets).items():
            found |= protocol.list_files_of_many(client, some)
        return found

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """Fetch files into a receiver; files that cannot be fetched are reported at the end."""
        if not files:
            return
        cancellation.check()
        source, failed = self._source(session, data_set), FailedFiles()
        with cancellation.as_current():
            self._transfers.for_transfer(source).fetch(source, files, into, failed, cancellation)
        failed.raise_if_any()

    def reads_parts(self, session: Session, data_set: DataSet) -> bool:
        """Return whether a part of a file costs about as much as it is long."""
        return self._transfers.for_transfer(self._source(session, data_set)).reads_parts

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
        """Return bytes of a file."""
        cancellation.check()
        if start == end:
            return b""
        source = self._source(session, data_set)
        with cancellation.as_current():
            protocol = self._transfers.for_transfer(source)
            return protocol.read(source, FileRange(file, start, end), cancellation, again=again)

    def read_ranges(
        self, session: Session, data_set: DataSet, ranges: Sequence[FileRange], cancellation: Cancellation
    ) -> tuple[bytes, ...]:
        """Return bytes of several ranges, in few requests."""
        cancellation.check()
        not_empty = [each for each in ranges if each.start < each.end]
        parts: tuple[bytes, ...] = ()
        if not_empty:
            source = self._source(session, data_set)
            with cancellation.as_current():
                parts = self._transfers.for_transfer(source).read_ranges(source, not_empty, cancellation)
        contents = iter(parts)
        return tuple(next(contents) if each.start < each.end else b"" for each in ranges)

    def end_reading(self, data_set: DataSet | None = None, file: DataSetFile | None = None) -> None:
        """Close what is kept open on servers for the next part of a file, or of any file."""
        self._transfers.end_reading(data_set, file)

    def register(
        self,
        session: Session,
        draft: DataSetDraft,
        cancellation: Cancellation,
        progress: Progress,
        on_registering: Callable[[RegistrationMark], None] = ignore_mark,
    ) -> str:
        """Send the files, register the data set, and return its permId."""
        return self._uploads.register(session, draft, cancellation, progress, on_registering)

    def registered_since(
        self, session: Session, draft: DataSetDraft, mark: RegistrationMark, cancellation: Cancellation
    ) -> tuple[DataSet, ...]:
        """Return data sets like a draft that were registered after a mark."""
        return self._uploads.registered_since(session, draft, mark, cancellation)

    def _source(self, session: Session, data_set: DataSet) -> Source:
        return Source(self._clients.of(session), session, data_set)
