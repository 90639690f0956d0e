"""A file that is received in chunks."""

from __future__ import annotations

import threading

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import PermanentCorruption
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.receiving import IncomingFile, Receiver


class ChunkedFile:
    """Writes the chunks of one file, in any order and from several threads, and completes it with the last one.

    A file of one chunk is begun when that arrives. One of several chunks is begun before they are requested, since a
    part of it may be on the disk already.

    Attributes:
        file: What the data store states.
        numbers: The numbers of its chunks.
    """

    def __init__(self, file: DataSetFile, numbers: range, into: Receiver) -> None:
        self.file = file
        self.numbers = numbers
        self._into = into
        self._incoming: IncomingFile | None = None
        self._pending = len(numbers)
        self._writing = 0
        self._is_finished = False
        self._is_wrong = False
        self._lock = threading.Lock()

    @property
    def is_finished(self) -> bool:
        """Whether it is complete or abandoned."""
        return self._is_finished

    @property
    def is_open(self) -> bool:
        """Whether it was begun and is not finished."""
        return self._incoming is not None

    @property
    def bytes_per_chunk(self) -> int:
        """The size of its chunks, but for the last one."""
        return min(self.file.size, CHUNK_BYTES)

    def begin(self) -> list[range]:
        """Return the numbers of the missing chunks, in order; empty if the file is complete.

        Raises:
            IntegrityError: it is complete, and wrong.
            StorageError, InvalidPath: the file cannot be received.
        """
        if len(self.numbers) == 1:
            return [self.numbers]
        self._incoming = self._into.receive(self.file, resumable=True)
        wanted = self._missing(self._incoming)
        self._pending = sum(map(len, wanted))
        if not wanted:
            self._complete()
        return wanted

    def write(self, chunk: Chunk) -> None:
        """Write a chunk that is intact and has not arrived before.

        Raises:
            IntegrityError: the file is finished, since it cannot be what the data store states.
            StorageError, InvalidPath: it cannot be written.
        """
        incoming = self._receiving()
        if incoming is None:
            return
        fits = self._fits(chunk)
        is_written = False
        try:
            if fits and chunk.payload:
                incoming.write(chunk.offset, chunk.payload, chunk.crc32)
            is_written = True
        finally:
            is_last = self._has_ended(fits=fits, is_written=is_written)
        if not fits:
            problem = f"the data store sends other pieces than fit the {self.file.size} bytes that it states"
            raise PermanentCorruption(self.file.path, problem)
        if is_last:
            self._complete()

    def suspend(self) -> None:
        """Abandon the file; what has arrived of it is kept for a later download. No thread may be writing to it."""
        self._is_finished = True
        incoming, self._incoming = self._incoming, None
        if incoming:
            incoming.suspend()

    def _receiving(self) -> IncomingFile | None:
        """Begin to write a chunk. Returns None if the file is finished."""
        with self._lock:
            if self._is_finished:
                return None
            self._incoming = self._incoming or self._into.receive(self.file, resumable=len(self.numbers) > 1)
            self._writing += 1
            return self._incoming

    def _has_ended(self, *, fits: bool, is_written: bool) -> bool:
        """End writing a chunk; return whether it was the last one, and all are written."""
        with self._lock:
            self._writing -= 1
            self._pending -= is_written
            self._is_wrong = self._is_wrong or not fits
            self._is_finished = self._is_finished or self._is_wrong
            is_to_discard = self._is_wrong and not self._writing
            discarded = self._incoming if is_to_discard else None
            if is_to_discard:
                self._incoming = None
        if discarded:
            discarded.discard()
        return not self._is_finished and self._pending == 0

    def _complete(self) -> None:
        self._is_finished = True
        incoming, self._incoming = self._incoming, None
        if incoming:
            incoming.complete()

    def _has_usual_chunks(self) -> bool:
        """Whether the places of the chunks are known beforehand; they are not where the listing has a wrong size."""
        return len(self.numbers) == max(1, -(-self.file.size // CHUNK_BYTES))

    def _missing(self, incoming: IncomingFile) -> list[range]:
        """Return the chunks that have bytes of the missing ranges."""
        if not self._has_usual_chunks():
            return [self.numbers]
        wanted: list[range] = []
        for start, end in incoming.missing():
            after_last = wanted[-1].stop if wanted else 0  # a chunk can have several gaps
            first = max(after_last, self.numbers.start + start // CHUNK_BYTES)
            wanted.append(range(first, self.numbers.start - (-end // CHUNK_BYTES)))
        return [each for each in wanted if each]

    def _fits(self, chunk: Chunk) -> bool:
        end = chunk.offset + len(chunk.payload)
        if not self._has_usual_chunks():
            return end <= self.file.size
        start = (chunk.number - self.numbers.start) * CHUNK_BYTES
        return (chunk.offset, end) == (start, min(start + CHUNK_BYTES, self.file.size))
