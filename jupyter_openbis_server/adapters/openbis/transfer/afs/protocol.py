"""The file server (AFS) as a transfer protocol."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.transfer.afs.arriving_file import ArrivingFile
from jupyter_openbis_server.adapters.openbis.transfer.afs.download import AfsDownload
from jupyter_openbis_server.adapters.openbis.transfer.afs.listing import file_server_of, list_files
from jupyter_openbis_server.adapters.openbis.transfer.afs.reading import Reading
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.adapters.openbis.transfer.file_part import FilePart
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.errors import ConnectionFailed, DataNotAvailable, RequestRefused
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class Afs:
    """Transfer protocol: parts of many files in one request (openbis-afs 2 and 3).

    A data set of it stands for all files of a sample or experiment, and has that one's permId (openbis-afs 6).
    """

    reads_parts = True

    def serves(self, data_set: DataSet) -> bool:
        """See `TransferProtocol.serves`."""
        return data_set.is_in_afs

    def is_offered(self, server: Capabilities) -> bool:
        """See `TransferProtocol.is_offered`. Whether there is a file server is asked when it is used."""
        return server.may_have_afs

    def list_files(self, client: Client, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """See `TransferProtocol.list_files`. The times of changes are known, checksums are not."""
        return list_files(file_server_of(client, data_set), data_set.perm_id)

    def list_files_of_many(self, client: Client, data_sets: Sequence[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
        """See `TransferProtocol.list_files_of_many`: a request for each data set; the server knows no other way."""
        found = {}
        for each in data_sets:
            with suppress(ConnectionFailed, DataNotAvailable, RequestRefused):
                found[each.perm_id] = self.list_files(client, each)
        return found

    def fetch(
        self,
        source: Source,
        files: Sequence[DataSetFile],
        into: Receiver,
        failed: FailedFiles,
        cancellation: Cancellation,
    ) -> None:
        """See `TransferProtocol.fetch`. Of files that are there in part, only the rest is fetched."""
        file_server = file_server_of(source.client, source.data_set)
        limits = source.client.http.limits
        AfsDownload(file_server, source.data_set.perm_id, limits, into, failed).fetch(files, cancellation)

    def read(
        self,
        source: Source,
        part: FileRange,
        cancellation: Cancellation,
        *,
        again: bool = False,  # noqa: ARG002 - nothing is kept open
    ) -> bytes:
        """See `TransferProtocol.read`."""
        return self.read_ranges(source, [part], cancellation)[0]

    def read_ranges(self, source: Source, parts: Sequence[FileRange], cancellation: Cancellation) -> tuple[bytes, ...]:
        """See `TransferProtocol.read_ranges`: one request for each 10 MiB, of all files."""
        file_server = file_server_of(source.client, source.data_set)
        received, failed = [FilePart(each.start, each.end) for each in parts], FailedFiles()
        arriving = (
            ArrivingFile(part.file, into, (part.start, part.end)) for part, into in zip(parts, received, strict=True)
        )
        reading = Reading(file_server, source.data_set.perm_id, source.client.http.limits, failed.add)
        reading.run(arriving, cancellation)
        failed.raise_if_any()
        return tuple(each.content for each in received)

    def end_reading(self, data_set: DataSet | None, file: DataSetFile | None) -> None:
        """See `TransferProtocol.end_reading`. Nothing is kept open."""
