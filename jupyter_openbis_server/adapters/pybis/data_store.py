"""The port `DataStore`, and the choice between the ways to transfer files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jupyter_openbis_server.adapters.pybis.chunks import CHUNK_BYTES
from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.adapters.pybis.failed_files import FailedFiles
from jupyter_openbis_server.adapters.pybis.fast_download import FastDownload
from jupyter_openbis_server.adapters.pybis.file_list import list_files
from jupyter_openbis_server.adapters.pybis.file_part import FilePart
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.servlet_download import ServletDownload
from jupyter_openbis_server.adapters.pybis.uploads import Uploads
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetDraft, DataSetFile, Session
from jupyter_openbis_server.domain.ports import Progress, Receiver

_FIRST_WITH_FILE_TRANSFER = (3, 6)
_BYTES_PER_STREAM = 16 * 1024 * 1024
"""Of a part of a file. A stream more costs requests, and is one that others cannot have."""


class Transport(Protocol):
    """A way to bring files of one data set to the disk."""

    def fetch(self, files: Sequence[DataSetFile], cancellation: Cancellation) -> None:
        """See `DataStore.fetch`; files that cannot be had are told to the `FailedFiles` that it was made with."""


class PybisDataStore:
    """Lists, downloads and uploads files."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._uploads = Uploads(clients)

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set, in one request."""
        return list_files(self._clients.of(session), data_set)

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """Bring files to the disk."""
        if not files:
            return
        cancellation.check()
        with cancellation.governs():
            failed = FailedFiles()
            self._transport(session, data_set, files, into, failed).fetch(files, cancellation)
        failed.raise_if_any()

    def reads_parts(self, session: Session) -> bool:
        """Whether there is fast download: the plain servlet knows no ranges."""
        return _has_file_transfer(self._clients.of(session))

    def read(
        self, session: Session, data_set: DataSet, file: DataSetFile, start: int, end: int, cancellation: Cancellation
    ) -> bytes:
        """Return bytes of a file. One of a single chunk comes whole in any case, and then its checksum counts."""
        cancellation.check()
        if start == end:
            return b""
        if file.size <= CHUNK_BYTES:
            return self._read(session, data_set, file, 0, file.size, cancellation)[start:end]
        return self._read(session, data_set, file, start, end, cancellation)

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> str:
        """Send the files, register the data set, and return its permId."""
        return self._uploads.register(session, draft, cancellation, progress)

    def _read(
        self, session: Session, data_set: DataSet, file: DataSetFile, start: int, end: int, cancellation: Cancellation
    ) -> bytes:
        part, failed = FilePart(start, end), FailedFiles()
        client, is_whole = self._clients.of(session), end - start == file.size
        with cancellation.governs():
            transport: Transport
            if not _has_file_transfer(client) or (is_whole and _are_few([file], client.http.limits)):
                transport = ServletDownload(client, data_set, part, failed)
            else:
                streams = 1 + (end - start) // _BYTES_PER_STREAM
                transport = FastDownload(client, data_set, part, failed, most_streams=streams)
            transport.fetch([file], cancellation)
        failed.raise_if_any()
        return part.content

    def _transport(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        failed: FailedFiles,
    ) -> Transport:
        client = self._clients.of(session)
        if not _has_file_transfer(client) or _are_few(files, client.http.limits):
            return ServletDownload(client, data_set, into, failed)
        return FastDownload(client, data_set, into, failed)


def _has_file_transfer(client: Client) -> bool:
    return client.api_version() >= _FIRST_WITH_FILE_TRANSFER


def _are_few(files: Sequence[DataSetFile], limits: HttpLimits) -> bool:
    """Whether the plain servlet brings files sooner than fast download, where a server knows both.

    A fast download takes five rounds to the server, however many files there are: open a session, start, queue,
    download, finish. The servlet takes one round for as many files as there are connections, and keeps none of the
    server's streams. Up to about sixteen small files it was faster at any latency; new connections, of which each costs
    two or three rounds more, eat up its lead beyond that (docs/performance.md has the numbers).

    Much data goes by fast download all the same, since what has arrived of it outlives an interruption. So do files
    whose checksum the data store does not know: those of the chunks are the only ones then.
    """
    return (
        len(files) <= limits.few_files
        and sum(file.size for file in files) <= limits.few_bytes
        and all(file.crc32 is not None for file in files)
    )
