"""Parts of files, asked for one after the other in the same transfer of openBIS's file-transfer servlet.

A transfer costs two requests to begin and one to finish; what is asked for in it costs two, "queue" and "download".
One stream is used: a stream is in use until the transfer is finished, and all clients of a data store share 50.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.file_transfer import FileTransfer
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.errors import IntegrityError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_CHUNKS_AT_A_TIME = 64


class NotInTransfer(Exception):
    """A part cannot be read in this way, or not this time. The usual way succeeds, or raises the reason."""


class RangeTransfer:
    """A transfer that has begun. Not safe for several threads.

    Args:
        client: Who reads.
        data_set: Whose files.
        files: The files; the protocol must be able to name them.

    Raises:
        NotInTransfer: the server leaves out a file, or its chunks are not where they should be.
        StreamsExhausted, OpenbisError: it cannot begin.
    """

    def __init__(self, client: Client, data_set: DataSet, files: Sequence[DataSetFile]) -> None:
        self._transfers = FileTransfer(client, data_set, max_streams=1)
        if not all(map(self._transfers.can_name, files)):
            raise NotInTransfer
        self._transfer = self._transfers.start(files)
        if not all(map(self._has_usual_chunks, files)):
            self.finish()
            raise NotInTransfer

    def read(self, ranges: Sequence[FileRange], cancellation: Cancellation) -> tuple[bytes, ...]:
        """Return bytes of the files. After an error, nothing more can be read.

        Raises:
            NotInTransfer: chunks are missing or unexpected.
            Cancelled: on request.
            OpenbisError: the transfer has ended, or the connection.
        """
        parts = [_Part(each) for each in ranges]
        wanted: dict[int, list[_Part]] = defaultdict(list)
        for part in parts:
            first = self._transfer.ranges[part.range.file].start
            for number in part.chunks():
                wanted[first + number].append(part)
        numbers = sorted(wanted)
        for at in range(0, len(numbers), _CHUNKS_AT_A_TIME):
            self._fetch(numbers[at : at + _CHUNKS_AT_A_TIME], wanted, cancellation)
        return tuple(part.checked_content() for part in parts)

    def finish(self) -> None:
        """Give the stream back. Never raises an OpenbisError."""
        self._transfers.finish(self._transfer)

    def _fetch(self, numbers: list[int], wanted: dict[int, list[_Part]], cancellation: Cancellation) -> None:
        cancellation.check()
        self._transfers.queue(self._transfer, numbers)
        missing = set(numbers)
        stream = self._transfers.chunks(self._transfer, self._transfer.stream_ids[0], len(numbers))
        with closing(stream) as chunks:
            for chunk in chunks:
                cancellation.check()
                if chunk.number not in missing or not chunk.is_intact:
                    raise NotInTransfer
                for part in wanted[chunk.number]:
                    part.take(chunk, self._transfer.ranges[part.range.file].start)
                missing.discard(chunk.number)
        if missing:
            raise NotInTransfer

    def _has_usual_chunks(self, file: DataSetFile) -> bool:
        return len(self._transfer.ranges.get(file, ())) == max(1, -(-file.size // CHUNK_BYTES))


class _Part:
    """A range while it arrives."""

    def __init__(self, of: FileRange) -> None:
        self.range = of
        self.content = bytearray(of.end - of.start)

    def chunks(self) -> range:
        """Return the numbers of the file's chunks that have something of it, from 0."""
        start, end = self.range.start, self.range.end
        return range(start // CHUNK_BYTES, -(-end // CHUNK_BYTES)) if start < end else range(0)

    def checked_content(self) -> bytes:
        """Return the bytes when all have arrived. Raises IntegrityError if a whole file has a wrong checksum."""
        file = self.range.file
        if len(self.content) == file.size and file.crc32 not in (None, crc32(self.content)):
            raise IntegrityError(file.path, "the checksum is wrong")
        return bytes(self.content)

    def take(self, chunk: Chunk, first_number: int) -> None:
        """Keep what a chunk has of it."""
        file, length = self.range.file, len(chunk.payload)
        place = (chunk.number - first_number) * CHUNK_BYTES
        if chunk.offset != place or length != min(CHUNK_BYTES, file.size - place):
            raise NotInTransfer
        first, last = max(place, self.range.start), min(place + length, self.range.end)
        self.content[first - self.range.start : last - self.range.start] = chunk.payload[first - place : last - place]
