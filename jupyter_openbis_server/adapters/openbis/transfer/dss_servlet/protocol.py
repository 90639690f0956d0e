"""The plain download servlet of the data store server (DSS) as a transfer protocol."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.transfer.dss_listing import DssListing
from jupyter_openbis_server.adapters.openbis.transfer.dss_servlet.servlet_download import ServletDownload
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.adapters.openbis.transfer.file_part import FilePart
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_SMALL_BYTES = 1024 * 1024
"""A file up to this size is read as a whole: then its checksum is compared."""


class DssServlet(DssListing):
    """Transfer protocol: one request for each file (openbis-protocol 5). Every DSS offers it."""

    reads_parts = False
    """The servlet knows no ranges: all bytes before a part are sent, too."""

    def is_offered(self, server: Capabilities) -> bool:  # noqa: ARG002 - any server
        """See `TransferProtocol.is_offered`."""
        return True

    def fetch(
        self,
        source: Source,
        files: Sequence[DataSetFile],
        into: Receiver,
        failed: FailedFiles,
        cancellation: Cancellation,
    ) -> None:
        """See `TransferProtocol.fetch`. An interrupted file is fetched again from its start."""
        ServletDownload(source.client, source.data_set, into, failed).fetch(files, cancellation)

    def read(
        self,
        source: Source,
        part: FileRange,
        cancellation: Cancellation,
        *,
        again: bool = False,  # noqa: ARG002 - nothing is kept open
    ) -> bytes:
        """See `TransferProtocol.read`."""
        if part.file.size <= _SMALL_BYTES:
            return self._read(source, FileRange(part.file, 0, part.file.size), cancellation)[part.start : part.end]
        return self._read(source, part, cancellation)

    def read_ranges(self, source: Source, parts: Sequence[FileRange], cancellation: Cancellation) -> tuple[bytes, ...]:
        """See `TransferProtocol.read_ranges`."""
        return tuple(self.read(source, each, cancellation) for each in parts)

    def end_reading(self, data_set: DataSet | None, file: DataSetFile | None) -> None:
        """See `TransferProtocol.end_reading`. Nothing is kept open."""

    def _read(self, source: Source, part: FileRange, cancellation: Cancellation) -> bytes:
        received, failed = FilePart(part.start, part.end), FailedFiles()
        self.fetch(source, [part.file], received, failed, cancellation)
        failed.raise_if_any()
        return received.content
