"""Fast download from the data store server (DSS) as a transfer protocol."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import CHUNK_BYTES
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.fast_download import FastDownload
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.range_reader import RangeReader
from jupyter_openbis_server.adapters.openbis.transfer.dss_listing import DssListing
from jupyter_openbis_server.adapters.openbis.transfer.dss_servlet.protocol import DssServlet
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.adapters.openbis.transfer.file_part import FilePart
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_BYTES_PER_STREAM = 16 * 1024 * 1024
"""Of a part of a file. Each further stream costs requests and is not available to other clients."""
_MAX_IN_ONE_STREAM = 32 * 1024 * 1024
"""Of what is read in a transfer that is kept open. Longer parts arrive sooner by several streams."""


class DssFast(DssListing):
    """Transfer protocol: many files, or parts of files, in one transfer (openbis-protocol 6).

    A few small files are fetched by the plain servlet, which needs fewer round trips for them.
    """

    reads_parts = True

    def __init__(self) -> None:
        self._servlet = DssServlet()
        self._ranges = RangeReader()

    def is_offered(self, server: Capabilities) -> bool:
        """See `TransferProtocol.is_offered`."""
        return server.fast_download

    def fetch(
        self,
        source: Source,
        files: Sequence[DataSetFile],
        into: Receiver,
        failed: FailedFiles,
        cancellation: Cancellation,
    ) -> None:
        """See `TransferProtocol.fetch`. Of files that are there in part, only the rest is fetched."""
        if _are_few(files, source.client.http.limits):
            self._servlet.fetch(source, files, into, failed, cancellation)
        else:
            FastDownload(source.client, source.data_set, into, failed).fetch(files, cancellation)

    def read(self, source: Source, part: FileRange, cancellation: Cancellation, *, again: bool = False) -> bytes:
        """See `TransferProtocol.read`. A file of one chunk is sent as a whole in any case; its checksum is compared."""
        if part.file.size <= CHUNK_BYTES:
            whole = FileRange(part.file, 0, part.file.size)
            return self._read_once(source, whole, cancellation)[part.start : part.end]
        if again and part.end - part.start <= _MAX_IN_ONE_STREAM:
            parts = self._ranges.read(source, [part], cancellation, keep=True)
            if parts is not None:
                return parts[0]
        return self._read_once(source, part, cancellation)

    def read_ranges(self, source: Source, parts: Sequence[FileRange], cancellation: Cancellation) -> tuple[bytes, ...]:
        """See `TransferProtocol.read_ranges`: in one transfer if that needs fewer requests than one for each."""
        found = self._ranges.read(source, parts, cancellation) if len(parts) > 1 else None
        if found is None:
            found = tuple(self.read(source, each, cancellation, again=True) for each in parts)
        return found

    def end_reading(self, data_set: DataSet | None, file: DataSetFile | None) -> None:
        """See `TransferProtocol.end_reading`: finish the transfers that are kept open."""
        self._ranges.end(data_set, file)

    def _read_once(self, source: Source, part: FileRange, cancellation: Cancellation) -> bytes:
        received, failed = FilePart(part.start, part.end), FailedFiles()
        size = part.end - part.start
        if size == part.file.size and _are_few([part.file], source.client.http.limits):
            self._servlet.fetch(source, [part.file], received, failed, cancellation)
        else:
            streams = 1 + size // _BYTES_PER_STREAM
            download = FastDownload(source.client, source.data_set, received, failed, max_streams=streams)
            download.fetch([part.file], cancellation)
        failed.raise_if_any()
        return received.content


def _are_few(files: Sequence[DataSetFile], limits: HttpLimits) -> bool:
    """Whether the plain servlet fetches files sooner than fast download.

    A fast download takes five round trips, however many files there are: open a session, start, queue, download,
    finish. The servlet takes one for as many files as there are connections, and uses none of the server's streams. Up
    to about sixteen small files it was faster at any latency; beyond that, new connections, which cost two or three
    more round trips each, use up its lead (docs/performance.md has the numbers).

    Much data is fetched by fast download all the same, since what has arrived of it is kept after an interruption. So
    are files whose checksum the data store does not know: those of the chunks are the only ones then.
    """
    return (
        len(files) <= limits.few_files
        and sum(file.size for file in files) <= limits.few_bytes
        and all(file.crc32 is not None for file in files)
    )
